import { formatDelay, formatRoundDelay } from '../format/delay.ts';
import type { Figure } from '../format/figure.ts';
import type { Lang } from '../format/language.ts';
import { formatRate, formatRoundRate } from '../format/rate.ts';

/** What an axis counts: bit/s or ms. */
export type Quantity = 'rate' | 'delay';

interface QuantityFormat {
  /** A value as it was measured. */
  exact: (value: number, lang: Lang) => Figure;
  /** A round number on an axis. */
  round: (value: number, lang: Lang) => Figure;
}

/** The same formats for the drawing, its interactive twin and the table, so that they never disagree. */
export const QUANTITY_FORMATS: Record<Quantity, QuantityFormat> = {
  rate: { exact: formatRate, round: formatRoundRate },
  delay: { exact: formatDelay, round: formatRoundDelay },
};
