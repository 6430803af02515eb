/** Who may do what with the fleet: the one table that every route is opened by. */
import type { FleetRole } from '../../../measurement-agent/protocol/fleet.ts';

/** `own`: as far as it is the caller's. */
export type Reach = 'all' | 'own' | 'none';

const READ = { owner: 'own', regulator: 'all', admin: 'all' } as const;
const CHANGE = { owner: 'own', regulator: 'none', admin: 'all' } as const;
const ADMIN = { owner: 'none', regulator: 'none', admin: 'all' } as const;
/** Personal data: a regulator reads the network, not people. */
const PERSONAL = CHANGE;

/** Routes of `/api/v1/fleet`. A route that is not here does not compile, and does not exist. */
export const PERMISSIONS = {
  'PUT /suppression': ADMIN,
  'DELETE /suppression': ADMIN,
  'GET /owners': READ,
  'POST /owners': ADMIN,
  'GET /owners/:id': READ,
  'PATCH /owners/:id': ADMIN,
  'PUT /owners/:id/suppression': CHANGE,
  'DELETE /owners/:id/suppression': CHANGE,
  'GET /owners/:id/contact': PERSONAL,
  'PUT /owners/:id/contact': PERSONAL,
  'DELETE /owners/:id/contact': PERSONAL,
  'GET /sites': READ,
  'POST /sites': CHANGE,
  'PATCH /sites/:id': CHANGE,
  'GET /sites/:id/tokens': CHANGE,
  'POST /sites/:id/tokens': CHANGE,
  'DELETE /sites/:id/tokens': CHANGE,
  'GET /agents': READ,
  'GET /agents.csv': READ,
  'GET /agents/:id': READ,
  'PATCH /agents/:id': CHANGE,
  'PUT /agents/:id/schedule': CHANGE,
  'DELETE /agents/:id/schedule': CHANGE,
  'PUT /agents/:id/suppression': CHANGE,
  'DELETE /agents/:id/suppression': CHANGE,
  'POST /agents/:id/revocation': CHANGE,
  'GET /agents/:id/results': READ,
  'GET /agents/:id/results.csv': READ,
  'GET /groups': READ,
  'POST /groups': CHANGE,
  'PATCH /groups/:id': CHANGE,
  'DELETE /groups/:id': CHANGE,
  'PUT /groups/:id/schedule': CHANGE,
  'DELETE /groups/:id/schedule': CHANGE,
  'PUT /groups/:id/suppression': CHANGE,
  'DELETE /groups/:id/suppression': CHANGE,
  'GET /campaigns': READ,
  'POST /campaigns': CHANGE,
  'DELETE /campaigns/:id': CHANGE,
  'GET /keys': CHANGE,
  'POST /keys': CHANGE,
  'DELETE /keys/:prefix': CHANGE,
  'POST /access-grants': ADMIN,
  'POST /access-grants/revocation': ADMIN,
  'GET /alarms': READ,
  'GET /alarm-rules': READ,
  'POST /alarm-rules': CHANGE,
  'DELETE /alarm-rules/:id': CHANGE,
  // An address may be a secret of its receiver's.
  'GET /webhooks': CHANGE,
  'POST /webhooks': CHANGE,
  'DELETE /webhooks/:id': CHANGE,
  'POST /webhooks/:id/secret': CHANGE,
  'POST /webhooks/:id/test': CHANGE,
  'GET /webhook-deliveries': CHANGE,
  'POST /webhook-deliveries/:id/retry': CHANGE,
  'GET /audit': READ,
} as const satisfies Record<string, Record<FleetRole, Reach>>;

export type FleetRoute = keyof typeof PERMISSIONS;

/** Pages under `/{lang}/fleet`, each with the route of the API whose permission it needs. */
export const PAGE_PERMISSIONS = {
  'GET ': 'GET /agents',
  'GET /agents/:id': 'GET /agents/:id',
  // The API's own, for whom Cloudflare Access stands in front of pages alone.
  'GET /agents.csv': 'GET /agents.csv',
  'GET /agents/:id/results.csv': 'GET /agents/:id/results.csv',
  'POST /agents/:id/suppression': 'PUT /agents/:id/suppression',
  'POST /agents/:id/resume': 'DELETE /agents/:id/suppression',
  'POST /agents/:id/schedule': 'PUT /agents/:id/schedule',
  'POST /agents/:id/schedule/default': 'DELETE /agents/:id/schedule',
  'POST /agents/:id/alarm-rules': 'POST /alarm-rules',
  'POST /agents/:id/alarm-rules/remove': 'DELETE /alarm-rules/:id',
} as const satisfies Record<string, FleetRoute>;

export type PageRoute = keyof typeof PAGE_PERMISSIONS;

/** Who asks. */
export interface Caller {
  role: FleetRole;
  /** Of the role `owner`; null of the others. */
  ownerId: string | null;
  /** As the audit log names it. */
  actor: string;
  /** Keys that it makes end by then, so that what opens for a while makes nothing that opens for good; null for no bound. */
  keysEndByMs: number | null;
}

/** What of the fleet a request reaches: everybody's, or one owner's. */
export type Scope = 'everyone' | { ownerId: string };

/** How far a caller reaches on a route; null when not at all. */
export function scopeOf(
  route: FleetRoute,
  { role, ownerId }: Pick<Caller, 'role' | 'ownerId'>,
): Scope | null {
  switch (PERMISSIONS[route][role]) {
    case 'all':
      return 'everyone';
    case 'own':
      return ownerId === null ? null : { ownerId };
    case 'none':
      return null;
  }
}
