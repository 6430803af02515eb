import { FIGURES } from '../../measurement-agent/protocol/statistics.ts';
import { type CellSums, emptySums } from '../../worker/domain/statistics/cell-sums.ts';
import { independentLines } from '../../worker/domain/statistics/independent-lines.ts';
import { addToBin } from '../../worker/domain/statistics/sketch.ts';
import { MONTH_COUNT, type Pool } from './pool.ts';
import type { Random } from './population.ts';

const DOWNLOAD = FIGURES.indexOf('downloadBps');
/** 100 kbit/s to 10 Gbit/s lie within these bins. */
const BINS = 1 << 15;

/** Draws lines from a pool and counts them as the product does; its memory is used again by the next draw. */
export class Sampler {
  readonly #pool: Pool;
  readonly #counts = new Int32Array(BINS);
  #figures = new Float64Array(1024);
  #drawn: Int32Array = new Int32Array(0);

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Independent draws of `count` of these lines, with their figures of the first `months`. */
  draw(from: Int32Array, count: number, months: number, random: Random): Sample {
    const { figureBps, bin } = this.#pool;
    if (this.#figures.length < count * months) this.#figures = new Float64Array(count * months);
    if (this.#drawn.length < count) this.#drawn = new Int32Array(count);
    this.#counts.fill(0);
    const perMonth = new Map<number, number>();
    let used = 0;
    for (let index = 0; index < count; index += 1)
      this.#drawn[index] = from[Math.floor(random() * from.length)] ?? 0;
    for (let month = 0; month < months; month += 1) {
      const before = used;
      for (let index = 0; index < count; index += 1) {
        const at = (this.#drawn[index] ?? 0) * MONTH_COUNT + month;
        const figure = figureBps[at] ?? Number.NaN;
        if (Number.isNaN(figure)) continue;
        this.#figures[used] = figure;
        used += 1;
        const own = bin[at] ?? 0;
        this.#counts[own] = (this.#counts[own] ?? 0) + 1;
      }
      perMonth.set(month, used - before);
    }
    return {
      sums: this.#sums(months > 1 ? perMonth : null, used),
      figures: this.#figures.subarray(0, used),
      lines: this.#drawn.subarray(0, count),
      independentLines: independentLines([...perMonth.values()]),
    };
  }

  #sums(perMonth: Map<number, number> | null, lines: number): CellSums {
    const sums = emptySums();
    sums.lines = lines;
    const sketch = sums.sketches[DOWNLOAD];
    if (sketch === undefined) throw new Error('Nobody counts downloads.');
    for (const [bin, count] of this.#counts.entries()) if (count > 0) addToBin(sketch, bin, count);
    if (perMonth !== null) sums.months.set(DOWNLOAD, perMonth);
    return sums;
  }
}

export interface Sample {
  sums: CellSums;
  /** The line-months' own figures, bit/s, in no order; to be read before the next draw. */
  figures: Float64Array;
  lines: Int32Array;
  independentLines: number;
}
