import { lossFigures } from '../metrics/loss.ts';
import type { Loss } from '../protocol/result.ts';
import type { MissingReason } from '../protocol/vocabulary.ts';
import type { LossRecord, LossTrain } from './loss-stages.ts';

/** Fewer datagrams than this leave an interval so wide that it says nothing: with none lost, up to 16%. */
const MIN_DATAGRAMS = 20;
/** Ratios are kept to a millionth: no train is long enough to know more. */
const RATIO_DIGITS = 6;

type Figures = Omit<Loss, 'path' | 'method' | 'working'>;

/** `loss` of a result, and why it or its part under load is null. */
export interface LossReport {
  loss: Loss | null;
  missing: Partial<Record<'loss' | 'loss.working', MissingReason>>;
}

export function lossReport({ method, idle, working }: LossRecord): LossReport {
  const idleFigures = figuresOf(idle);
  if (typeof idleFigures === 'string') return { loss: null, missing: { loss: idleFigures } };
  const workingFigures = figuresOf(working);
  const loss = { ...idleFigures, path: 'loop', method } as const;
  if (typeof workingFigures === 'string')
    return { loss: { ...loss, working: null }, missing: { 'loss.working': workingFigures } };
  return { loss: { ...loss, working: { ...workingFigures, direction: 'download' } }, missing: {} };
}

function figuresOf(train: LossTrain): Figures | MissingReason {
  if (typeof train === 'string') return train;
  if (train.outcome === 'stopped') return 'stopped';
  // Nothing at all came back: the way broke without saying so.
  if (train.outcome === 'gone' || (train.received.length === 0 && train.sent > 0)) return 'connection-lost';
  const figures = lossFigures(train.sent, train.received);
  if (figures === null || figures.sent < MIN_DATAGRAMS) return 'too-few-samples';
  const { lossRatio, lowRatio, highRatio, meanBurst, ...counts } = figures;
  return {
    ...counts,
    lossRatio: rounded(lossRatio),
    lowRatio: rounded(lowRatio),
    highRatio: rounded(highRatio),
    meanBurst: meanBurst === null ? null : rounded(meanBurst),
  };
}

function rounded(value: number): number {
  return Number(value.toFixed(RATIO_DIGITS));
}
