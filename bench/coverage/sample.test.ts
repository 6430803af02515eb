import { expect, it } from 'vitest';
import { FIGURES } from '../../measurement-agent/protocol/statistics.ts';
import { seeded } from '../../worker/domain/statistics/seeded.ts';
import { add, emptySketch } from '../../worker/domain/statistics/sketch.ts';
import { linesIn, MONTH_COUNT, makePool, sortedFigures } from './pool.ts';
import { drawLine, MONTHS, testsOf } from './population.ts';
import { Sampler } from './sample.ts';

const DOWNLOAD = FIGURES.indexOf('downloadBps');

it('a sample counts its figures as the product does, again and again', () => {
  const pool = makePool(500, seeded('pool'), () => {});
  const sampler = new Sampler(pool);
  const random = seeded('draws');
  for (const months of [1, MONTH_COUNT]) {
    const population = linesIn(pool, months);
    for (let run = 0; run < 3; run += 1) {
      const { sums, figures, lines, independentLines } = sampler.draw(population, 200, months, random);
      const sketch = emptySketch();
      for (const figure of figures) add(sketch, figure, 1);
      expect(sums.sketches[DOWNLOAD]).toEqual(sketch);
      expect(figures.slice().sort()).toEqual(sortedFigures(pool, lines.slice(), months));
      const most = months === 1 ? 200 : Math.max(...(sums.months.get(DOWNLOAD)?.values() ?? []));
      expect(independentLines).toBeLessThanOrEqual(most);
      expect(independentLines).toBeGreaterThan(0.9 * most);
    }
  }
});

it('tests of a month lie in it, both in Japan and in UTC', () => {
  const random = seeded('tests');
  for (let index = 0; index < 200; index += 1)
    for (const [month, [year, monthOfYear]] of MONTHS.entries())
      for (const { measuredAtMs } of testsOf(drawLine(random), month, random))
        for (const hours of [0, 9]) {
          const date = new Date(measuredAtMs + hours * 3_600_000);
          expect([date.getUTCFullYear(), date.getUTCMonth()]).toEqual([year, monthOfYear]);
        }
});
