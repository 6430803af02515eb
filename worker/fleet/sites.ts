import type { FleetCohort } from '../../measurement-agent/protocol/agents.ts';
import { err, type Fallible, ok } from '../../measurement-agent/protocol/fallible.ts';
import type { OwnerKind } from '../../measurement-agent/protocol/fleet.ts';
import { type Declared, NOTHING_DECLARED } from '../../measurement-agent/protocol/result.ts';
import type { EnrolmentToken } from '../domain/agent.ts';
import type { MadeToken, OwnedSite } from '../domain/fleet/fleet.ts';
import type { Refusal } from '../domain/refusal.ts';
import { hashSecret, newId, newSecret } from '../domain/secret.ts';
import { endTokensOf, insertToken, tokensOf } from '../storage/fleet/enrolment-tokens.ts';
import { ownerOf } from '../storage/fleet/owners.ts';
import { insertSite, siteNamed, siteOf, updateSite } from '../storage/fleet/sites.ts';
import { type Change, entryOf, nameTaken, newThingsOwner, noSuch } from './change.ts';

const DAY_MS = 86_400_000;

/** Fields of a line; one that is not given stays as it was. */
export type DeclaredChange = { [Field in keyof Declared]?: Declared[Field] | undefined };

export async function createSite(
  change: Change,
  asked: { ownerId?: string | undefined; name: string; declared?: DeclaredChange | undefined },
): Promise<Fallible<OwnedSite, Refusal>> {
  const owner = await newThingsOwner(change, asked.ownerId);
  if (!owner.ok) return owner;
  const { id: ownerId } = owner.value;
  if ((await siteNamed(change.database, ownerId, asked.name)) !== null) return err(nameTaken(asked.name));
  const site: OwnedSite = {
    id: newId(),
    ownerId,
    name: asked.name,
    declared: declaredWith(NOTHING_DECLARED, asked.declared),
  };
  const { name, declared } = site;
  const entry = entryOf(change, 'site.create', `site:${site.id}`, ownerId, { after: { name, declared } });
  await insertSite(change.database, site, entry);
  return ok(site);
}

export async function changeSite(
  change: Change,
  id: string,
  asked: { name?: string | undefined; declared?: DeclaredChange | undefined },
): Promise<Fallible<OwnedSite, Refusal>> {
  const before = await siteOf(change.database, change.scope, id);
  if (before === null) return err(noSuch('site', id));
  const { ownerId } = before;
  const name = asked.name ?? before.name;
  if (name !== before.name && (await siteNamed(change.database, ownerId, name)) !== null)
    return err(nameTaken(name));
  const after: OwnedSite = { ...before, name, declared: declaredWith(before.declared, asked.declared) };
  const facts = (site: OwnedSite) => ({ name: site.name, declared: site.declared });
  const entry = entryOf(change, 'site.change', `site:${id}`, ownerId, {
    before: facts(before),
    after: facts(after),
  });
  await updateSite(change.database, after, entry);
  return ok(after);
}

/**
 * A token that lets one device enrol at a site. Devices of an ISP are counted as an ISP's, whoever makes the token; `cohort` is an
 * admin's to say.
 */
export async function createToken(
  change: Change,
  siteId: string,
  { days, cohort }: { days: number; cohort?: FleetCohort },
): Promise<Fallible<{ token: string; expiresAtMs: number }, Refusal>> {
  const site = await siteOf(change.database, change.scope, siteId);
  const owner = site && (await ownerOf(change.database, change.scope, site.ownerId));
  if (site === null || owner === null) return err(noSuch('site', siteId));
  const token = newSecret();
  const record: EnrolmentToken = {
    tokenHash: await hashSecret(token),
    owner: owner.label,
    ownerId: owner.id,
    cohort: cohort ?? cohortOf(owner.kind),
    site: { name: site.name, declared: site.declared },
    siteId: site.id,
    expiresAtMs: change.nowMs + days * DAY_MS,
  };
  const { expiresAtMs } = record;
  const entry = entryOf(change, 'token.create', `site:${siteId}`, owner.id, {
    after: { cohort: record.cohort, expiresAtMs },
  });
  await insertToken(change.database, record, entry);
  return ok({ token, expiresAtMs });
}

/** Tokens of a site, the newest first. */
export async function tokensOfSite(
  { database, scope }: Pick<Change, 'database' | 'scope'>,
  siteId: string,
): Promise<Fallible<MadeToken[], Refusal>> {
  if ((await siteOf(database, scope, siteId)) === null) return err(noSuch('site', siteId));
  return ok(await tokensOf(database, siteId));
}

/** No device enrols any more with a token that the site has now. */
export async function endTokens(change: Change, siteId: string): Promise<Fallible<MadeToken[], Refusal>> {
  const site = await siteOf(change.database, change.scope, siteId);
  if (site === null) return err(noSuch('site', siteId));
  const unused = (await tokensOf(change.database, siteId)).filter(
    ({ usedBy, expiresAtMs }) => usedBy === null && expiresAtMs > change.nowMs,
  );
  if (unused.length > 0)
    await endTokensOf(
      change.database,
      siteId,
      entryOf(change, 'tokens.end', `site:${siteId}`, site.ownerId, { before: { unused } }),
    );
  return ok(await tokensOf(change.database, siteId));
}

function cohortOf(kind: OwnerKind): FleetCohort {
  return kind === 'isp' ? 'isp-agent' : 'independent-agent';
}

function declaredWith(before: Declared, asked: DeclaredChange = {}): Declared {
  const said = Object.entries(asked).filter(([, value]) => value !== undefined);
  return { ...before, ...Object.fromEntries(said) };
}
