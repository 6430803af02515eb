import { type Context, Hono } from 'hono';
import { deleteCookie, setCookie } from 'hono/cookie';
import { createMiddleware } from 'hono/factory';
import { PROBLEMS } from '../../measurement-agent/protocol/problems.ts';
import { isLang, LANGS, type Lang } from '../../web/messages/messages.ts';
import { FleetAgentPage } from '../../web/pages/fleet/agent.tsx';
import type { RuleFault, Viewer } from '../../web/pages/fleet/content.ts';
import { FleetListPage } from '../../web/pages/fleet/list.tsx';
import { FleetLoginPage, type LoginStep } from '../../web/pages/fleet/login.tsx';
import { type Frame, pathIn } from '../../web/pages/frame.ts';
import { ProblemPage } from '../../web/pages/problem.tsx';
import type { Agent } from '../domain/agent.ts';
import type { Login } from '../domain/fleet/fleet.ts';
import { textOf } from '../domain/fleet/form-text.ts';
import { csrfTokenOf, LOGIN_COOKIE, LOGIN_LASTS_MS } from '../domain/fleet/login.ts';
import { checkPause } from '../domain/fleet/pause.ts';
import { PAGE_PERMISSIONS, type PageRoute, scopeOf } from '../domain/fleet/permissions.ts';
import { ruleOfForm } from '../domain/fleet/rule-form.ts';
import { scheduleOfForm } from '../domain/fleet/schedule-form.ts';
import { publicOrigin } from '../domain/public-origin.ts';
import type { Refusal } from '../domain/refusal.ts';
import { changeAgent } from '../fleet/agents.ts';
import { createRule, removeRule } from '../fleet/alarm-rules.ts';
import { type Change, noSuch } from '../fleet/change.ts';
import { logOut as endLoginOf, loginByAccess, loginByLink } from '../fleet/logins.ts';
import { accessSubject } from '../middleware/access.ts';
import type { App } from '../middleware/app.ts';
import { readBytes } from '../middleware/body.ts';
import { RETRY_AFTER, withinCap } from '../middleware/caps.ts';
import { withConfig } from '../middleware/config.ts';
import { callerOf, fromOwnPage, isOwnOrigin, loginIn } from '../middleware/fleet-caller.ts';
import { ruleOf } from '../storage/alarms/rules.ts';
import { agentIn } from '../storage/fleet/agents.ts';
import { ownerOf } from '../storage/fleet/owners.ts';
import { agentHandlers, filterIn } from './fleet/agents.ts';
import { agentContent, baseSchedule, listContent, type Tried } from './fleet/page-content.ts';
import { builtAssets } from './pages/built-assets.ts';

type C = Context<App>;

/** Whoever is logged in, and what a page of it may do. */
interface Visit {
  login: Login;
  viewer: Viewer;
  change: Change;
  form: FormData;
}

const MAX_FORM_BYTES = 16_384;
const HOUR_MS = 3_600_000;

/** Pages under `/{lang}/fleet`. Each but those that log in is made from the table of permissions. */
export const fleetPages = new Hono<App>();

const PAGES: Record<PageRoute, (c: C, visit: Visit) => Promise<Response>> = {
  'GET ': list,
  'GET /agents/:id': ofAgent((c, visited, found) => agent(c, visited, found, {})),
  'GET /agents.csv': (c, { change }) => agentHandlers['GET /agents.csv'](c, change),
  'GET /agents/:id/results.csv': (c, { change }) => agentHandlers['GET /agents/:id/results.csv'](c, change),
  'POST /agents/:id/suppression': pause,
  async 'POST /agents/:id/resume'(c, { change }) {
    const changed = await changeAgent(change, idIn(c), { suppression: null });
    return changed.ok ? backToAgent(c) : problemPage(c, changed.error);
  },
  'POST /agents/:id/schedule': ofAgent(editSchedule),
  async 'POST /agents/:id/schedule/default'(c, { change }) {
    const changed = await changeAgent(change, idIn(c), { schedule: null });
    return changed.ok ? backToAgent(c) : problemPage(c, changed.error);
  },
  'POST /agents/:id/alarm-rules': ofAgent(addRule),
  'POST /agents/:id/alarm-rules/remove': ofAgent(takeRuleAway),
};

/** No cache and no search engine keeps these pages; the caps are those of all others. */
const forThisReader = createMiddleware<App>(async (c, next) => {
  c.header('cache-control', 'no-store');
  c.header('x-robots-tag', 'noindex');
  const cap = c.req.method === 'GET' ? 'READ_LIMIT' : 'RESULT_LIMIT';
  if (await withinCap(cap, c.req.raw, c.env, c.var.config)) return next();
  return problemPage(c, { reason: 'too-many-requests', detail: '' }, RETRY_AFTER);
});

for (const lang of LANGS) {
  const root = `/${lang}/fleet`;
  fleetPages.use(`${root}/*`, withConfig, forThisReader);
  fleetPages.use(root, withConfig, forThisReader);
  fleetPages.get(`${root}/login`, (c) => loginPage(c, false));
  fleetPages.post(`${root}/login`, logIn);
  fleetPages.post(`${root}/logout`, logOut);
  for (const route of Object.keys(PAGE_PERMISSIONS) as PageRoute[]) {
    const [method = '', path = ''] = route.split(' ');
    fleetPages.on(method, root + path, (c) => visit(c, route));
  }
}

/** Who is logged in, whether a change is of a page of ours, how far that reaches, and only then the page. */
async function visit(c: C, route: PageRoute): Promise<Response> {
  const nowMs = Date.now();
  const login = await loginIn(c, nowMs);
  if (login === null) return c.redirect(pathIn(langOf(c), '/fleet/login'), 303);
  let form = new FormData();
  if (c.req.method !== 'GET') {
    const sent = await formIn(c);
    const own = await fromOwnPage(c, login, textOf(sent, 'csrf'));
    if (!own.ok) return problemPage(c, own.error);
    form = sent;
  }
  const caller = callerOf(login);
  const scope = scopeOf(PAGE_PERMISSIONS[route], caller);
  if (scope === null) return problemPage(c, { reason: 'forbidden', detail: '' });
  const change: Change = { database: c.env.DB, caller, scope, nowMs };
  const owner = login.ownerId === null ? null : await ownerOf(c.env.DB, scope, login.ownerId);
  const viewer: Viewer = {
    role: login.role,
    ownerLabel: owner?.label ?? null,
    csrf: await csrfTokenOf(login.id, c.var.config.tokenKey),
  };
  return PAGES[route](c, { login, viewer, change, form });
}

async function list(c: C, { change, viewer }: Visit): Promise<Response> {
  const filter = filterIn(c, change.nowMs);
  const content = await listContent(change, viewer, { filter, afterId: c.req.query('after') ?? null });
  return c.html(<FleetListPage frame={await frameOf(c)} content={content} />);
}

type AgentPage = (c: C, visited: Visit, found: Agent) => Promise<Response>;

/** A page of one agent that the visitor reaches. */
function ofAgent(page: AgentPage): (c: C, visited: Visit) => Promise<Response> {
  return async (c, visited) => {
    const { database, scope } = visited.change;
    const found = await agentIn(database, scope, idIn(c));
    return found === null ? problemPage(c, noSuch('agent', idIn(c))) : page(c, visited, found);
  };
}

async function agent(
  c: C,
  { change, viewer }: Visit,
  found: Agent,
  tried: Partial<Tried>,
): Promise<Response> {
  const content = await agentContent(change, found, viewer, {
    edited: null,
    tried: null,
    ruleTried: null,
    ...tried,
  });
  return c.html(
    // Of a form that is shown again, the other language is the page's.
    <FleetAgentPage frame={{ ...(await frameOf(c)), path: `/fleet/agents/${found.id}` }} content={content} />,
    tried.edited === 'wrong' || tried.ruleTried ? 422 : 200,
  );
}

async function pause(c: C, { change, form }: Visit): Promise<Response> {
  const untilMs = change.nowMs + Number(textOf(form, 'hours')) * HOUR_MS;
  const suppression = checkPause(untilMs, textOf(form, 'reason').slice(0, 200) || '-', change.nowMs);
  if (!suppression.ok) return problemPage(c, suppression.error);
  const changed = await changeAgent(change, idIn(c), { suppression: suppression.value });
  return changed.ok ? backToAgent(c) : problemPage(c, changed.error);
}

async function editSchedule(c: C, visited: Visit, found: Agent): Promise<Response> {
  const { change, form } = visited;
  const schedule = scheduleOfForm(form, baseSchedule(found));
  if (!schedule.ok) return agent(c, visited, found, { edited: 'wrong', tried: null });
  if (textOf(form, 'do') !== 'save')
    return agent(c, visited, found, { edited: 'previewed', tried: schedule.value });
  const changed = await changeAgent(change, found.id, { schedule: schedule.value });
  return changed.ok ? backToAgent(c, '#schedule') : problemPage(c, changed.error);
}

async function addRule(c: C, visited: Visit, found: Agent): Promise<Response> {
  const { change, form } = visited;
  const { id: agentId, ownerId } = found;
  const rule = ruleOfForm(form, { agentId, ownerId });
  const again = (fault: RuleFault) =>
    agent(c, visited, found, { ruleTried: { fault, fields: fieldsOf(form) } });
  if (!rule.ok) return again(rule.error);
  const made = await createRule(change, rule.value);
  if (made.ok) return backToAgent(c, '#thresholds');
  if (made.error.reason === 'name-taken') return again('name-taken');
  return made.error.reason === 'bad-request' ? again('too-many') : problemPage(c, made.error);
}

/** Only what is this agent's own: another one's pages have theirs. */
async function takeRuleAway(c: C, { change, form }: Visit, found: Agent): Promise<Response> {
  const rule = await ruleOf(change.database, change.scope, textOf(form, 'rule'));
  if (rule?.agentId === found.id) await removeRule(change, rule.id);
  return backToAgent(c, '#thresholds');
}

async function loginPage(c: C, failed: boolean): Promise<Response> {
  const page = <FleetLoginPage frame={await frameOf(c)} step={await loginStep(c, failed)} />;
  return c.html(page, failed ? 403 : 200);
}

/** `failed`: the last try logged nobody in. */
async function loginStep(c: C, failed: boolean): Promise<LoginStep> {
  const { config } = c.var;
  if (config.access === null) {
    const link = c.req.query('link');
    if (failed) return 'link-failed';
    return link === undefined ? 'no-link' : { link };
  }
  if ((await accessSubject(c.req.raw, config, config.access)) === null) return 'not-vouched';
  return failed ? 'no-grant' : 'vouched';
}

/** Only a page of ours may log a browser in: another would log it in as somebody else. */
async function logIn(c: C): Promise<Response> {
  const nowMs = Date.now();
  const form = await formIn(c);
  if (!isOwnOrigin(c)) return problemPage(c, { reason: 'forbidden', detail: '' });
  const secret = await secretOf(c, textOf(form, 'link'), nowMs);
  if (secret === null) return loginPage(c, true);
  setCookie(c, LOGIN_COOKIE, secret, {
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'Strict',
    maxAge: LOGIN_LASTS_MS / 1000,
  });
  return c.redirect(pathIn(langOf(c), '/fleet'), 303);
}

/** What the cookie will hold; null for whoever is let in neither by Access nor, without it, by a link. */
async function secretOf(c: C, link: string, nowMs: number): Promise<string | null> {
  const { config } = c.var;
  if (config.access === null) return loginByLink(c.env.DB, link, nowMs);
  const subject = await accessSubject(c.req.raw, config, config.access);
  return subject === null ? null : loginByAccess(c.env.DB, subject, nowMs);
}

async function logOut(c: C): Promise<Response> {
  const nowMs = Date.now();
  const login = await loginIn(c, nowMs);
  if (login !== null) {
    const own = await fromOwnPage(c, login, textOf(await formIn(c), 'csrf'));
    if (!own.ok) return problemPage(c, own.error);
    await endLoginOf(c.env.DB, login, nowMs);
  }
  deleteCookie(c, LOGIN_COOKIE, { path: '/', secure: true });
  return c.redirect(pathIn(langOf(c), '/fleet/login'), 303);
}

/** A form's fields; an empty one where the body is too large or none. */
async function formIn(c: C): Promise<FormData> {
  const bytes = await readBytes(c.req.raw, MAX_FORM_BYTES);
  const fields = new FormData();
  if (!bytes.ok) return fields;
  for (const [name, value] of new URLSearchParams(new TextDecoder().decode(bytes.value)))
    fields.append(name, value);
  return fields;
}

/** As a form was filled in, without what guards it. */
function fieldsOf(form: FormData): Record<string, string> {
  return Object.fromEntries(
    [...form.entries()].flatMap(([name, value]) =>
      name === 'csrf' || typeof value !== 'string' ? [] : [[name, value]],
    ),
  );
}

function idIn(c: C): string {
  return c.req.param('id') ?? '';
}

function backToAgent(c: C, hash = ''): Response {
  return c.redirect(pathIn(langOf(c), `/fleet/agents/${idIn(c)}${hash}`), 303);
}

async function problemPage(
  c: C,
  { reason }: Refusal,
  headers: Record<string, string> = {},
): Promise<Response> {
  return c.html(<ProblemPage frame={await frameOf(c)} reason={reason} />, PROBLEMS[reason].status, headers);
}

function langOf(c: C): Lang {
  const first = new URL(c.req.url).pathname.split('/')[1] ?? '';
  return isLang(first) ? first : 'en';
}

async function frameOf(c: C): Promise<Frame> {
  const { pathname } = new URL(c.req.url);
  const lang = langOf(c);
  return {
    lang,
    path: pathname.slice(lang.length + 1),
    // A link's token belongs into no other address.
    search: '',
    origin: publicOrigin(c.req.raw, c.var.config),
    assets: await builtAssets(c.env.ASSETS),
    sourceUrl: c.env.SOURCE_URL ?? null,
    synthetic: c.env.SYNTHETIC === '1',
  };
}
