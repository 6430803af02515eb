import { formatRatio } from '../../format/count.ts';
import { formatRoundDelay } from '../../format/delay.ts';
import { figureText } from '../../format/figure.ts';
import type { Lang } from '../../format/language.ts';
import { formatRoundRate } from '../../format/rate.ts';
import { pathSlot, slot } from '../slots.ts';
import { type Drawing, PLOTS, type Plot } from './plot-points.ts';

/** The three plots in the page. */
export interface LivePlots {
  show(drawing: Drawing): void;
  /** Whether there is a loss plot to come. */
  expectLoss(expected: boolean): void;
}

export function livePlots(lang: Lang): LivePlots {
  const topText: Record<Plot, (top: number) => string> = {
    rate: (bps) => figureText(formatRoundRate(bps, lang)),
    delay: (ms) => figureText(formatRoundDelay(ms, lang)),
    loss: (ratio) => formatRatio(ratio, lang),
  };
  const places = PLOTS.map((plot) => ({
    plot,
    line: pathSlot(`line-${plot}`),
    area: pathSlot(`area-${plot}`),
    marks: pathSlot(`marks-${plot}`),
    top: slot(`top-${plot}`),
  }));
  return {
    show({ plots, marks }) {
      for (const { plot, ...place } of places) {
        const { line, area, top } = plots[plot];
        place.line.setAttribute('d', line);
        place.area.setAttribute('d', area);
        place.marks.setAttribute('d', marks);
        place.top.textContent = line === '' ? '' : topText[plot](top);
      }
    },
    expectLoss(expected) {
      slot('no-loss').hidden = expected;
    },
  };
}
