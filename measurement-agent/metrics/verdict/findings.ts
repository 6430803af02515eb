/** What a line is like, beyond its figures. Findings never exclude: a statistic without bad lines would be a lie. */
import type { VerdictReason } from '../../protocol/vocabulary.ts';
import type { Noticeable } from './noticed.ts';

/** ITU-T G.114: up to 150 ms one way most talk is undisturbed; so much there and back, and 600 ms over a satellite. */
export const FAR_RTT_MS = 300;

/** The worst of the three classes of loss that the FCC publishes (Measuring Broadband America) begins here. */
export const LOSSY_RATIO = 0.01;

export function findings({
  declared,
  idle,
  download,
  upload,
  loss,
  surroundings,
}: Noticeable): VerdictReason[] {
  const codes: VerdictReason[] = [];
  if ((surroundings?.medium ?? declared.medium) === 'wifi') codes.push('wireless');
  if (download?.steady === false || upload?.steady === false) codes.push('unstable');
  // Where the interval is known all of it must lie above, as a few datagrams more or less are chance.
  if (loss !== null && (loss.lowRatio ?? loss.lossRatio) > LOSSY_RATIO) codes.push('lossy');
  if (idle !== null && idle.rttMs.p50 > FAR_RTT_MS) codes.push('far');
  return codes;
}
