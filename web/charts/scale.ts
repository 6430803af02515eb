/** A linear axis from zero: its end and its tick values, all round numbers in the unit of the data. */
export interface Axis {
  max: number;
  ticks: number[];
}

const ROUND_STEPS = [1, 2, 2.5, 5, 10];

/** Nothing that is drawn here is smaller; a quarter of the smallest numbers there are would be zero. */
const LEAST = 1e-12;

/** The smallest round axis that holds `largest`, with three to five ticks including zero. */
export function roundAxis(largest: number): Axis {
  if (!(largest >= LEAST)) return { max: 1, ticks: [0, 1] };
  const rawStep = largest / 4;
  const magnitude = 10 ** Math.floor(Math.log10(rawStep));
  const multiple = ROUND_STEPS.find((step) => step * magnitude >= rawStep * (1 - 1e-9)) ?? 10;
  const step = multiple * magnitude;
  const steps = Math.ceil(largest / step - 1e-9);
  // toPrecision drops the binary dust of 0.1 × 3 and the like.
  const ticks = Array.from({ length: steps + 1 }, (_, index) => Number((index * step).toPrecision(6)));
  return { max: ticks[steps] ?? step, ticks };
}

/** Whether a horizontal axis writes this tick: both ends and, where there is one, the middle; more would collide. */
export function isLabelled(index: number, ticks: number): boolean {
  const last = ticks - 1;
  return index === 0 || index === last || index * 2 === last;
}

/** Where `value` lies on the axis, in per cent of its length, with two digits. */
export function axisPercent(value: number, axis: Axis): number {
  const percent = (value / axis.max) * 100;
  return Math.round(Math.min(100, Math.max(0, percent)) * 100) / 100;
}
