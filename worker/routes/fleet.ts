import { type Context, Hono } from 'hono';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { type FleetRoute, PERMISSIONS, scopeOf } from '../domain/fleet/permissions.ts';
import type { App } from '../middleware/app.ts';
import { capped } from '../middleware/caps.ts';
import { callerIn } from '../middleware/fleet-caller.ts';
import { methodNotAllowed, problem } from '../middleware/problem.ts';
import { accessHandlers } from './fleet/access.ts';
import { agentHandlers } from './fleet/agents.ts';
import { alarmHandlers } from './fleet/alarms.ts';
import { auditHandlers } from './fleet/audit.ts';
import { campaignHandlers } from './fleet/campaigns.ts';
import { groupHandlers } from './fleet/groups.ts';
import type { Handlers } from './fleet/handlers.ts';
import { keyHandlers } from './fleet/keys.ts';
import { ownerHandlers } from './fleet/owners.ts';
import { siteHandlers } from './fleet/sites.ts';

const HANDLERS: Handlers = {
  ...ownerHandlers,
  ...siteHandlers,
  ...agentHandlers,
  ...groupHandlers,
  ...campaignHandlers,
  ...keyHandlers,
  ...accessHandlers,
  ...alarmHandlers,
  ...auditHandlers,
};

/** `/api/v1/fleet`: made from the table of permissions, so that no route is without its own. */
export const fleet = new Hono<App>();

const routes = (Object.keys(PERMISSIONS) as FleetRoute[]).map((route) => {
  const [method = '', path = ''] = route.split(' ');
  return { route, method, path: API_PATHS.fleet + path };
});

for (const { route, method, path } of routes)
  fleet.on(method, path, capped(method === 'GET' ? 'READ_LIMIT' : 'RESULT_LIMIT'), (c) => serve(c, route));
for (const [path, of] of Map.groupBy(routes, (each) => each.path))
  fleet.all(path, methodNotAllowed(...of.map(({ method }) => method)));

/** Who asks, how far that reaches on this route, and only then the answer. */
async function serve(c: Context<App>, route: FleetRoute): Promise<Response> {
  const nowMs = Date.now();
  const caller = await callerIn(c, nowMs);
  if (!caller.ok) return problem(c, caller.error);
  const scope = scopeOf(route, caller.value);
  if (scope === null)
    return problem(c, {
      reason: 'forbidden',
      detail: `The role ${caller.value.role} does not reach ${route}.`,
    });
  return HANDLERS[route](c, { database: c.env.DB, caller: caller.value, scope, nowMs });
}
