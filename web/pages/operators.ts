/** What kind of operator a brand is; `shared` and `network` are the pages for ASes that no single brand claims. */
export type IspKind =
  | 'fixed'
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
