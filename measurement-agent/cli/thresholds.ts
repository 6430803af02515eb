/** Bounds that a script sets to a result, and which of them it breaks. */
import type { Submission } from '../protocol/result.ts';

type Figures = Pick<Submission, 'idle' | 'download' | 'upload' | 'loss' | 'responsiveness'>;

interface Measure {
  unit: string;
  /** Whether the bound is the least or the most that the figure may be. */
  bound: 'least' | 'most';
  /** In the unit; null where the result has no such figure. */
  figure: (result: Figures) => number | null;
}

const megabits = (bps: number | undefined): number | null => (bps === undefined ? null : bps / 1e6);

/** The larger of what was measured: a bound on both directions is broken by either. */
function worst(...figures: (number | undefined)[]): number | null {
  const known = figures.filter((figure) => figure !== undefined);
  return known.length === 0 ? null : Math.max(...known);
}

const MEASURES = {
  download: { unit: 'Mbit/s', bound: 'least', figure: ({ download }) => megabits(download?.goodputBps) },
  upload: { unit: 'Mbit/s', bound: 'least', figure: ({ upload }) => megabits(upload?.goodputBps) },
  'idle-rtt': { unit: 'ms', bound: 'most', figure: ({ idle }) => idle?.rttMs.p50 ?? null },
  'working-rtt': {
    unit: 'ms',
    bound: 'most',
    figure: ({ download, upload }) => worst(download?.workingRttMs?.p50, upload?.workingRttMs?.p50),
  },
  loss: { unit: '%', bound: 'most', figure: ({ loss }) => (loss === null ? null : loss.lossRatio * 100) },
  rpm: { unit: 'RPM', bound: 'least', figure: ({ responsiveness }) => responsiveness?.rpm ?? null },
} as const satisfies Record<string, Measure>;

export type ThresholdName = keyof typeof MEASURES;
export const THRESHOLD_NAMES = Object.keys(MEASURES) as ThresholdName[];

/** A bound on one figure, in its unit: Mbit/s, ms, % or round trips a minute. */
export interface Threshold {
  name: ThresholdName;
  value: number;
}

/** Reads `download=100`; null for anything else. */
export function thresholdOf(text: string): Threshold | null {
  const [, name = '', digits = ''] = /^([a-z-]+)=(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  const value = Number(digits);
  return isName(name) && digits !== '' && Number.isFinite(value) ? { name, value } : null;
}

/** A sentence for each bound that a result breaks. What was not measured breaks none: that it is missing is told by itself. */
export function breaches(result: Figures, thresholds: readonly Threshold[]): string[] {
  return thresholds.flatMap(({ name, value }) => {
    const { unit, bound, figure }: Measure = MEASURES[name];
    const found = figure(result);
    if (found === null || (bound === 'least' ? found >= value : found <= value)) return [];
    return [`${name} is ${rounded(found)} ${unit}, and ${value} ${unit} at ${bound} were asked for.`];
  });
}

function isName(name: string): name is ThresholdName {
  return Object.hasOwn(MEASURES, name);
}

/** Never to the bound itself, which the figure does not reach. */
function rounded(figure: number): number {
  return Number(figure.toPrecision(4));
}
