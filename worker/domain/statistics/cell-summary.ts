import { FIGURES, type Figure, QUANTILES } from '../../../measurement-agent/protocol/statistics.ts';
import { type CellSums, EXCLUSION_REASONS, type ExclusionReason, prefixesOf } from './cell-sums.ts';
import {
  type ContractBands,
  contractBands,
  estimate,
  type FigureEstimate,
  isAnonymous,
  type QuantileEstimate,
  type QuantileName,
  quantileEstimate,
  sampleOf,
} from './estimate.ts';
import { toldEnd, toldFigure } from './suppression.ts';

/** All that is ever told of a cell, computed once when it is published: its sums can be a hundred times as long. */
export interface CellSummary {
  results: number;
  lines: number;
  /** Prefixes that its lines of one month lie in, up to the number of buckets. */
  prefixes: number;
  declaredRegions: number;
  guessedRegions: number;
  excluded: ReadonlyMap<ExclusionReason, number>;
  figures: Readonly<Record<Figure, FigureEstimate>>;
  /** Of lines whose contract is known. */
  bands: ContractBands | null;
  /** What 80% of lines reach in 80% of their tests in busy hours, as a share of the contract (FCC's 80/80). */
  consistency: QuantileEstimate | null;
}

const CONSISTENT_Q = 0.2;

export function summarise(sums: CellSums): CellSummary {
  const contracted = sampleOf(sums, 'downloadShare');
  const inBusyHours = sampleOf(sums, 'peakLowShare');
  return {
    results: sums.results,
    lines: sums.lines,
    prefixes: prefixesOf(sums),
    declaredRegions: sums.declaredRegions,
    guessedRegions: sums.guessedRegions,
    excluded: sums.excluded,
    figures: Object.fromEntries(
      FIGURES.map((figure) => [figure, estimate(sums, figure)]),
    ) as CellSummary['figures'],
    bands: isAnonymous(contracted) ? contractBands(contracted.distribution) : null,
    consistency: isAnonymous(inBusyHours) ? quantileEstimate(inBusyHours, CONSISTENT_Q) : null,
  };
}

/** Independent lines of a cell, by what is told of its figures. */
export function independentLinesIn({ figures }: Pick<CellSummary, 'figures'>): number {
  return Math.max(...FIGURES.map((figure) => figures[figure].independentLines));
}

type Numbers = readonly (number | null)[];
type Code = readonly [
  counts: readonly number[],
  excluded: readonly (readonly [number, number])[],
  figures: readonly Numbers[],
  bands: Numbers,
  consistency: Numbers,
];

const QUANTILE_NAMES = QUANTILES.map((q): QuantileName => `p${Math.round(q * 100)}` as QuantileName);

/** A summary as text, with figures as they are told: to four digits. Of equal sums the text is the same. */
export function encodeSummary(summary: CellSummary): string {
  const { results, lines, prefixes, declaredRegions, guessedRegions, bands } = summary;
  const code: Code = [
    [results, lines, prefixes, declaredRegions, guessedRegions],
    [...summary.excluded]
      .map(([reason, count]) => [EXCLUSION_REASONS.indexOf(reason), count] as const)
      .toSorted(([a], [b]) => a - b),
    FIGURES.map((figure) => figureNumbers(summary.figures[figure])),
    bands === null ? [] : [bands.met, bands.near, bands.missed],
    quantileNumbers(summary.consistency),
  ];
  return JSON.stringify(code);
}

function figureNumbers({ lines, independentLines, geometricMean, quantiles }: FigureEstimate): Numbers {
  if (lines === 0) return [];
  return [
    lines,
    independentLines,
    rounded(geometricMean),
    ...QUANTILE_NAMES.flatMap((name) => quantileNumbers(quantiles[name])),
  ];
}

function quantileNumbers(quantile: QuantileEstimate | null): Numbers {
  return quantile === null
    ? [null, null, null]
    : [toldFigure(quantile.value), toldEnd(quantile.low, 'low'), toldEnd(quantile.high, 'high')];
}

function rounded(value: number | null): number | null {
  return value === null ? null : toldFigure(value);
}

/** The summary of a code; only our own database holds them. */
export function decodeSummary(text: string): CellSummary {
  const [counts, excluded, figures, bands, consistency] = JSON.parse(text) as Code;
  const [results = 0, lines = 0, prefixes = 0, declaredRegions = 0, guessedRegions = 0] = counts;
  return {
    results,
    lines,
    prefixes,
    declaredRegions,
    guessedRegions,
    excluded: new Map(
      excluded.flatMap(([index, count]) => {
        const reason = EXCLUSION_REASONS[index];
        return reason === undefined ? [] : [[reason, count] as const];
      }),
    ),
    figures: figuresOf(figures),
    bands: bandsOf(bands),
    consistency: quantileAt(consistency, 0),
  };
}

function figuresOf(figures: readonly Numbers[]): CellSummary['figures'] {
  const read: Partial<Record<Figure, FigureEstimate>> = {};
  for (let index = 0; index < FIGURES.length; index += 1) {
    const figure = FIGURES[index];
    if (figure !== undefined) read[figure] = figureOf(figures[index] ?? []);
  }
  return read as CellSummary['figures'];
}

/** Thousands of these are read for a page: numbers are taken where they are, without arrays in between. */
function figureOf(numbers: Numbers): FigureEstimate {
  const quantiles: Partial<Record<(typeof QUANTILE_NAMES)[number], QuantileEstimate | null>> = {};
  for (let index = 0; index < QUANTILE_NAMES.length; index += 1) {
    const name = QUANTILE_NAMES[index];
    if (name !== undefined) quantiles[name] = quantileAt(numbers, QUANTILES_FROM + 3 * index);
  }
  return {
    lines: numbers[0] ?? 0,
    independentLines: numbers[1] ?? 0,
    geometricMean: numbers[2] ?? null,
    quantiles: quantiles as FigureEstimate['quantiles'],
  };
}

/** Where a figure's quantiles begin, of three numbers each. */
const QUANTILES_FROM = 3;

function quantileAt(numbers: Numbers, from: number): QuantileEstimate | null {
  const [value, low, high] = [numbers[from], numbers[from + 1], numbers[from + 2]];
  return isKnown(value) && isKnown(low) && isKnown(high) ? { value, low, high } : null;
}

function bandsOf([met, near, missed]: Numbers): ContractBands | null {
  return isKnown(met) && isKnown(near) && isKnown(missed) ? { met, near, missed } : null;
}

function isKnown(value: number | null | undefined): value is number {
  return value !== null && value !== undefined;
}
