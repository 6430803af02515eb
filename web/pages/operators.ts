/**
 * What kind of operator a brand is: `fixed` has lines of its own, `fvno` sells over those of another; `shared` and `network` are the pages
 * for ASes that no single brand claims.
 */
export type IspKind =
  | 'fixed'
  | 'fvno'
  | 'catv'
  | 'mno'
  | 'mvno'
  | 'vne'
  | 'satellite'
  | 'cloud'
  | 'education'
  | 'business'
  | 'shared'
  | 'network'
  | 'other';

/** How a brand uses an AS. */
export type NetworkRole = 'own' | 'vne' | 'wholesale' | 'mno-host';
