/** Outlines as a page draws them, in the units of `viewBox`. */
export interface MapShapes {
  width: number;
  height: number;
  /** By the code of the region: ISO 3166-2 or ISO 3166-1. `d` is an SVG path of whole numbers. */
  regions: readonly { code: string; d: string }[];
  /** Frames of insets: what lies within is not at its place. */
  frames: readonly string[];
}
