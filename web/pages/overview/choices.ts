import type { NamedRegion } from '../names.ts';

/** Regions that a form offers, each list in official order. */
export interface RegionChoices {
  japan: NamedRegion;
  areas: readonly NamedRegion[];
  subdivisions: readonly NamedRegion[];
  /** Countries other than Japan that have results. */
  others: readonly NamedRegion[];
}

/** Periods that a form offers: rolling ones shortest first, the others newest first. */
export interface PeriodChoices {
  rolling: readonly string[];
  months: readonly string[];
  quarters: readonly string[];
}
