import { type Distribution, quantileOf } from './distribution.ts';
import type { CellSample, QuantileEstimate } from './estimate.ts';
import { drawFrom, quantileLaw, type WeightedSample } from './quantile-law.ts';
import { seededUniform } from './seeded.ts';

/** Lines alike in region and tier, in two periods; null where there were none. */
export interface ChangeStratum {
  from: CellSample | null;
  to: CellSample | null;
}

export interface Change {
  medianFrom: number;
  medianTo: number;
  /** What the median owes to other kinds of lines being measured. */
  mix: number;
  /** What it owes to the same kinds of lines; mix + real is the whole change. */
  real: QuantileEstimate;
  /** Share of the first period's lines whose kind was measured in both. */
  coverage: number;
}

const DRAWS = 1_000;

/**
 * A change of the median, split by the counterfactual of DiNardo, Fortin and Lemieux (1996): the second period's lines, weighed
 * so that each kind has the share that it had in the first. Kinds that were measured in one period only can tell nothing of
 * the same lines: they are part of the mix.
 *
 * @returns null without lines in either period, or without a kind in both.
 */
export function splitChange(strata: readonly ChangeStratum[], seed: string): Change | null {
  const from = strata.flatMap(({ from: sample }) => (sample === null ? [] : [{ ...sample, weight: 1 }]));
  const to = strata.flatMap(({ to: sample }) => (sample === null ? [] : [{ ...sample, weight: 1 }]));
  const both = strata.flatMap(({ from: a, to: b }) =>
    a === null || b === null || a.lines === 0 || b.lines === 0 ? [] : [{ a, b }],
  );
  const base = both.map(({ a }) => ({ ...a, weight: 1 }));
  const counterfactual = both.map(({ a, b }) => ({ ...b, weight: a.lines / b.lines }));
  const medianFrom = medianOf(from);
  const medianTo = medianOf(to);
  const medianBase = medianOf(base);
  const medianThen = medianOf(counterfactual);
  const lawBase = quantileLaw(base, 0.5);
  const lawThen = quantileLaw(counterfactual, 0.5);
  if (medianFrom === null || medianTo === null || medianBase === null || medianThen === null) return null;
  if (lawBase === null || lawThen === null) return null;
  const uniform = seededUniform(seed);
  const drawn = Array.from(
    { length: DRAWS },
    () => drawFrom(lawThen, uniform()) - drawFrom(lawBase, uniform()),
  ).toSorted((x, y) => x - y);
  const real = medianThen - medianBase;
  return {
    medianFrom,
    medianTo,
    mix: medianTo - medianFrom - real,
    real: {
      value: real,
      low: Math.min(real, drawn[Math.floor(0.025 * DRAWS)] ?? real),
      high: Math.max(real, drawn[Math.ceil(0.975 * DRAWS) - 1] ?? real),
    },
    coverage: linesOf(base) / linesOf(from),
  };
}

function linesOf(samples: readonly CellSample[]): number {
  return samples.reduce((sum, { lines }) => sum + lines, 0);
}

/** The median of weighted lines. */
function medianOf(samples: readonly WeightedSample[]): number | null {
  const bins = samples.flatMap(({ distribution, lines, weight }) =>
    distribution.values.map((value, index) => ({
      value,
      weight:
        (((distribution.cumulative[index] ?? 0) - (distribution.cumulative[index - 1] ?? 0)) *
          weight *
          lines) /
        distribution.lines,
    })),
  );
  bins.sort((a, b) => a.value - b.value);
  let sum = 0;
  const mixture: Distribution = {
    values: bins.map(({ value }) => value),
    cumulative: bins.map(({ weight }) => {
      sum += weight;
      return sum;
    }),
    lines: bins.reduce((total, { weight }) => total + weight, 0),
  };
  return quantileOf(mixture, 0.5);
}
