/** What the fleet's API and pages name: owners, roles, and what is said of their agents. */

/** Who agents belong to. Those of an ISP are counted apart from all others. */
export const OWNER_KINDS = ['isp', 'regulator', 'volunteer'] as const;

/** Who asks: an owner sees and changes its own, a regulator sees everything and changes nothing, an admin may do all. */
export const FLEET_ROLES = ['owner', 'regulator', 'admin'] as const;
