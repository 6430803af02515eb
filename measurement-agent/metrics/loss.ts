/** How many of the datagrams sent never came back, how sure that is, and whether they were lost singly or in bursts. */

/** 0.975 quantile of the standard normal distribution: two-sided 95%. */
const Z_975 = 1.959963984540054;

/** Ends of an interval of a ratio, each 0–1. */
export interface RatioInterval {
  lowRatio: number;
  highRatio: number;
}

export interface Bursts {
  /** Most datagrams lost in a row; 0 when none was lost. */
  longestBurst: number;
  /** Mean number lost in a row (RFC 3357 calls these loss periods); null when none was lost. */
  meanBurst: number | null;
}

export interface LossFigures extends RatioInterval, Bursts {
  /** Lost / sent, 0–1 (RFC 7680 section 4.1, for the round trip RFC 6673 section 5). */
  lossRatio: number;
  sent: number;
  lost: number;
}

/**
 * 95% score interval of a ratio (Wilson 1927, "Probable Inference, the Law of Succession, and Statistical Inference",
 * Journal of the American Statistical Association 22(158)). Unlike the textbook interval it is of use when nothing was
 * lost. It takes each loss for independent: bursts make the truth wider than it says.
 *
 * @throws RangeError when `sent` is not positive or `lost` is not within 0 and `sent`.
 */
export function wilsonInterval(lost: number, sent: number): RatioInterval {
  if (!(sent > 0 && lost >= 0 && lost <= sent))
    throw new RangeError(`'lost' must be within 0 and 'sent', got ${lost} of ${sent}`);
  const ratio = lost / sent;
  const zz = Z_975 * Z_975;
  const middle = (ratio + zz / (2 * sent)) / (1 + zz / sent);
  const half = (Z_975 / (1 + zz / sent)) * Math.sqrt((ratio * (1 - ratio)) / sent + zz / (4 * sent * sent));
  // Rounding must not push an end past the ratio it stands for.
  return {
    lowRatio: lost === 0 ? 0 : Math.min(ratio, Math.max(0, middle - half)),
    highRatio: lost === sent ? 1 : Math.max(ratio, Math.min(1, middle + half)),
  };
}

/** Losses in a row, in the order of sending. Sequence numbers are 0 to `sent` − 1. */
export function bursts(sent: number, received: ReadonlySet<number>): Bursts {
  let [lost, periods, longestBurst, run] = [0, 0, 0, 0];
  for (let sequence = 0; sequence < sent; sequence += 1) {
    if (received.has(sequence)) {
      run = 0;
      continue;
    }
    run += 1;
    lost += 1;
    if (run === 1) periods += 1;
    longestBurst = Math.max(longestBurst, run);
  }
  return { longestBurst, meanBurst: periods === 0 ? null : lost / periods };
}

/** Loss of datagrams 0 to `sent` − 1 of which `received` arrived; duplicates and foreign numbers do not count. Null for none sent. */
export function lossFigures(sent: number, received: Iterable<number>): LossFigures | null {
  if (sent === 0) return null;
  const arrived = new Set<number>();
  for (const sequence of received)
    if (Number.isInteger(sequence) && sequence >= 0 && sequence < sent) arrived.add(sequence);
  const lost = sent - arrived.size;
  return { lossRatio: lost / sent, sent, lost, ...wilsonInterval(lost, sent), ...bursts(sent, arrived) };
}
