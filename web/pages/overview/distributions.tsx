import type { Metric } from '../../../measurement-agent/protocol/statistics.ts';
import { type Bar, histogram } from '../../charts/histogram.ts';
import { HistogramChart } from '../../charts/histogram-chart.tsx';
import { formatCellRange } from '../../format/cell-figure.ts';
import { formatCount } from '../../format/count.ts';
import type { Lang } from '../../format/language.ts';
import { formatList } from '../../format/list.ts';
import { messagesIn } from '../../messages/messages.ts';
import { figureName } from '../cell/figure-names.ts';
import type { ComparedSide } from '../compare.tsx';
import { ispName } from '../isp-name.ts';
import { roundFigure } from './round-figure.ts';

interface DistributionsProps {
  lang: Lang;
  metric: Metric;
  sides: readonly ComparedSide[];
}

/** Lines of each ISP by their figure, on the same limits; those of too few lines are named. */
export function Distributions({ lang, metric, sides }: DistributionsProps) {
  const { cells, figures, overviews } = messagesIn(lang);
  const words = overviews.compare;
  const told = sides.map(({ isp, sketch: { answer, href } }) => ({
    name: ispName(isp, lang),
    href,
    bars: answer === null ? [] : histogram(answer),
  }));
  const shown = told.filter(({ bars }) => bars.length > 0);
  if (shown.length === 0) return null;
  const limits = sharedLimits(shown.map(({ bars }) => bars));
  const few = told.filter(({ bars }) => bars.length === 0).map(({ name }) => name);
  return (
    <section class="figure-section" aria-labelledby="distributions">
      <h2 id="distributions">{cells.distribution.heading}</h2>
      <p class="fine">{words.distributionsText}</p>
      <div class="side-by-side">
        {shown.map(({ name, href, bars }) => {
          const own = limits.map((limit) => bars.find(({ to }) => to === limit.to) ?? limit);
          return (
            <div data-source={href}>
              <h3>{name}</h3>
              <figure>
                <HistogramChart
                  bars={own}
                  label={words.distributionChart(name, figureName(metric, lang))}
                  limitText={(value) => roundFigure(metric, value, lang)}
                />
              </figure>
              <details>
                <summary>{words.distributionTable(name)}</summary>
                <table class="numbers">
                  <thead>
                    <tr>
                      <th scope="col">{figureName(metric, lang)}</th>
                      <th scope="col">{figures.lines}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {own.map(({ from, to, lines, bins }) => (
                      <tr>
                        <th scope="row">
                          {cells.headline.range(...formatCellRange(metric, from, to, lang))}
                        </th>
                        <td>
                          {bins === null ? (
                            formatCount(lines, lang)
                          ) : (
                            <data value={String(lines)} data-bins={bins.join(' ')}>
                              {formatCount(lines, lang)}
                            </data>
                          )}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </details>
            </div>
          );
        })}
      </div>
      {few.length > 0 && <p class="fine">{words.few(formatList(few, lang))}</p>}
    </section>
  );
}

/** Limits from the lowest to the highest bar of any, without lines. */
function sharedLimits(all: readonly (readonly Bar[])[]): Bar[] {
  const byEnd = new Map(all.flat().map(({ from, to }) => [to, { from, to, lines: 0, bins: null }]));
  return [...byEnd.values()].toSorted((a, b) => a.to - b.to);
}
