/** Classes that a heat map tells apart: as many as eyes do without effort. */
export const HEAT_CLASSES = 5;

/** Classes of equal width from the lowest to the highest value. */
export interface HeatScale {
  /** Lower limits of the classes, the first of them the lowest value; and the highest value. */
  limits: readonly number[];
  /** 1, the lowest, to HEAT_CLASSES. */
  classOf: (value: number) => number;
}

/** Null without values. Values that are all alike are all of the highest class. */
export function heatScale(values: readonly number[]): HeatScale | null {
  if (values.length === 0) return null;
  const low = Math.min(...values);
  const high = Math.max(...values);
  const step = (high - low) / HEAT_CLASSES;
  return {
    limits: Array.from({ length: HEAT_CLASSES + 1 }, (_, index) => low + index * step),
    classOf: (value) =>
      step === 0 ? HEAT_CLASSES : Math.min(HEAT_CLASSES, 1 + Math.floor((value - low) / step)),
  };
}
