import type { Names } from '../../measurement-agent/protocol/figures.ts';

/** A brand as pages link to it: `/isp/{slug}`. */
export interface NamedIsp {
  slug: string;
  names: Names;
  /** The brands that share the network, where this is such a group and no brand. */
  members?: readonly NamedIsp[];
}

/** A region as pages link to it: `/region/{code}`; ISO 3166-1, ISO 3166-2 or the code of an area above prefectures. */
export interface NamedRegion {
  code: string;
  names: Names;
}

/** Counts of one entry of a list, over the list's period; to the next ten, null for fewer than ten. */
export interface Counts {
  results: number | null;
  lines: number | null;
}
