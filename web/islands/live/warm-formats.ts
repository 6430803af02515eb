import { formatRatio } from '../../format/count.ts';
import { formatDelay, formatRoundDelay } from '../../format/delay.ts';
import { formatSecondsLeft } from '../../format/duration.ts';
import type { Lang } from '../../format/language.ts';
import { formatRate, formatRoundRate } from '../../format/rate.ts';

/** A page that is never idle is not waited for any longer: the test may be started at once. */
const SOON_MS = 500;

/**
 * Uses the formats of a running test once while nothing is measured: the first use of a kind of format loads its language's
 * data, and takes as long as a measurement must not wait.
 */
export function warmFormats(lang: Lang): void {
  const uses = [
    () => formatSecondsLeft(1_000, lang),
    () => formatRate(1e6, lang),
    () => formatRoundRate(1e6, lang),
    // As many digits after the point as the figure's size asks for.
    () => [0.5, 5, 500].map((ms) => formatDelay(ms, lang)),
    () => formatRoundDelay(1, lang),
    () => [0.01, 0.5].map((ratio) => formatRatio(ratio, lang)),
  ];
  // A task for each; a browser that does not tell of idle time does them when it can.
  for (const use of uses)
    if ('requestIdleCallback' in window) requestIdleCallback(use, { timeout: SOON_MS });
    else setTimeout(use);
}
