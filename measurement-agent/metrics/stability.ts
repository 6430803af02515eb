import { wilsonInterval } from './loss.ts';
import { ascending, quantile } from './quantile.ts';

/** A moment of a line that is watched; times are ms since the watch began. */
export type WatchSample =
  | { kind: 'round-trip'; atMs: number; rttMs: number }
  /** A probe that was sent and did not come back in time, or could not be sent as the connection was gone. */
  | { kind: 'unanswered'; atMs: number }
  /** Datagrams that were sent within a stretch, and how many of them did not come back. */
  | { kind: 'datagrams'; atMs: number; untilMs: number; sent: number; lost: number }
  /** A time in which nobody watched: the device slept, or the browser froze the page. It says nothing of the line. */
  | { kind: 'asleep'; atMs: number; untilMs: number };

/** A stretch in which the line was slower than wanted, or did not answer. */
export interface Breach {
  fromMs: number;
  untilMs: number;
  /** Probes in it. */
  samples: number;
  /** The longest round trip; null where none came back. */
  worstRttMs: number | null;
  /** Probes that were not answered. */
  unanswered: number;
}

export interface Stability {
  answered: number;
  unanswered: number;
  /** Quantiles of type 7 over the round trips; null without any. */
  rttMs: { p50: number; p95: number; p99: number; max: number } | null;
  /** In the order they began. */
  breaches: Breach[];
  /** Loss of all datagrams with its 95% interval (Wilson), ratios 0–1; null where none were sent. */
  datagrams: { sent: number; lost: number; lossRatio: number; lowRatio: number; highRatio: number } | null;
  /** Time in which nobody watched. */
  asleepMs: number;
}

/** Breaches this near are one, though a probe between them was quick: a line that falters is not a list of moments. */
const ONE_BREACH_MS = 3_000;

/** What a watch found, against a threshold in ms that its owner chose. */
export function stabilityOf(samples: readonly WatchSample[], thresholdMs: number): Stability {
  const ordered = samples.toSorted((a, b) => a.atMs - b.atMs);
  const rtts = ascending(ordered.flatMap((sample) => (sample.kind === 'round-trip' ? [sample.rttMs] : [])));
  const at = (q: number) => quantile(rtts, q) ?? Number.NaN;
  const breaches: Breach[] = [];
  // Whether the line was well, or nobody watched, since the last breach.
  let over = true;
  for (const sample of ordered) {
    if (sample.kind === 'datagrams') continue;
    if (sample.kind === 'asleep' || (sample.kind === 'round-trip' && sample.rttMs <= thresholdMs)) {
      over = true;
      continue;
    }
    const rttMs = sample.kind === 'round-trip' ? sample.rttMs : null;
    const last = breaches.at(-1);
    const another = over && (last === undefined || sample.atMs - last.untilMs > ONE_BREACH_MS);
    over = false;
    if (last === undefined || another)
      breaches.push({
        fromMs: sample.atMs,
        untilMs: sample.atMs,
        samples: 1,
        worstRttMs: rttMs,
        unanswered: rttMs === null ? 1 : 0,
      });
    else {
      last.untilMs = sample.atMs;
      last.samples += 1;
      if (rttMs === null) last.unanswered += 1;
      else last.worstRttMs = Math.max(rttMs, last.worstRttMs ?? 0);
    }
  }
  return {
    answered: rtts.length,
    unanswered: ordered.filter(({ kind }) => kind === 'unanswered').length,
    rttMs:
      rtts.length === 0
        ? null
        : { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: rtts.at(-1) ?? Number.NaN },
    breaches,
    datagrams: datagramLoss(samples),
    asleepMs: ordered.reduce(
      (sum, sample) => sum + (sample.kind === 'asleep' ? sample.untilMs - sample.atMs : 0),
      0,
    ),
  };
}

function datagramLoss(samples: readonly WatchSample[]): Stability['datagrams'] {
  let [sent, lost] = [0, 0];
  for (const sample of samples) {
    if (sample.kind !== 'datagrams') continue;
    sent += sample.sent;
    lost += sample.lost;
  }
  return sent === 0 ? null : { sent, lost, lossRatio: lost / sent, ...wilsonInterval(lost, sent) };
}
