/** The measurement protocols of others that this edge speaks; docs/foreign-protocols.md describes each. */
export const FOREIGN_PROTOCOLS = ['ndt7', 'responsiveness', 'cloudflare', 'librespeed'] as const;
export type ForeignProtocol = (typeof FOREIGN_PROTOCOLS)[number];
