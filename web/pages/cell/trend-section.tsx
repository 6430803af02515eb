import type { TrendAnswer } from '../../../measurement-agent/protocol/quality.ts';
import { QUANTITY_FORMATS } from '../../charts/quantity.ts';
import { TrendChart } from '../../charts/trend-chart.tsx';
import { trendPlot } from '../../charts/trend-plot.ts';
import { formatCount } from '../../format/count.ts';
import { figureText } from '../../format/figure.ts';
import type { Lang } from '../../format/language.ts';
import { formatMonth, formatShortMonth } from '../../format/period.ts';
import { messagesIn } from '../../messages/messages.ts';
import { toldCount } from '../told-count.ts';
import type { Asked } from './content.ts';
import { figureInTable, intervalText } from './interval-text.ts';
import { CellSection } from './section.tsx';
import { endsAt, Told } from './told.tsx';
import { ToldInterval } from './told-interval.tsx';

interface TrendSectionProps {
  lang: Lang;
  trend: Asked<TrendAnswer>;
}

/** The median of 13 months; nothing where no month is told. */
export function TrendSection({ lang, trend: { answer, href } }: TrendSectionProps) {
  const { cells, figures } = messagesIn(lang);
  const plot = trendPlot((answer?.series ?? []).map(({ median }) => median));
  if (answer === null || plot === null) return null;
  const { series, slope } = answer;
  const gaps = series.slice(0, -1).some(({ median }) => median === null);
  return (
    <CellSection lang={lang} id="trend" heading={cells.trend.heading} href={href}>
      {slope && (
        <p>
          <Told at="slope/value" value={slope.value} also={endsAt('slope', slope)}>
            {slopeText(slope, lang)}
          </Told>
        </p>
      )}
      <figure>
        <TrendChart
          plot={plot}
          label={cells.trend.chart}
          periods={series.map(({ period }) => formatShortMonth(period, lang))}
          tickText={(value) => figureText(QUANTITY_FORMATS.rate.round(value, lang))}
        />
      </figure>
      {gaps && <p class="fine">{cells.trend.gap}</p>}
      <details>
        <summary>{cells.trend.table}</summary>
        <table class="numbers">
          <thead>
            <tr>
              <th scope="col">{cells.trend.month}</th>
              <th scope="col">{figures.q50}</th>
              <th scope="col">{figures.lines}</th>
            </tr>
          </thead>
          <tbody>
            {series.map(({ period, median, lines }, index) => (
              <tr>
                <th scope="row">{formatMonth(period, lang)}</th>
                {median ? (
                  <td class="strong">
                    <Told at={`series/${index}/median/value`} value={median.value}>
                      {figureInTable('downloadBps', median.value, lang)}
                    </Told>{' '}
                    <ToldInterval
                      lang={lang}
                      figure="downloadBps"
                      at={`series/${index}/median`}
                      interval={median}
                    />
                  </td>
                ) : (
                  <td class="hidden-figure">{cells.tooFew}</td>
                )}
                <td>
                  {lines === null ? (
                    toldCount(null, lang)
                  ) : (
                    <Told at={`series/${index}/lines`} value={lines}>
                      {formatCount(lines, lang)}
                    </Told>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </CellSection>
  );
}

/** Sure of a direction only where the whole interval has it. */
function slopeText(slope: NonNullable<TrendAnswer['slope']>, lang: Lang): string {
  const { cells } = messagesIn(lang);
  const turned = slope.high < 0 ? { value: -slope.value, low: -slope.high, high: -slope.low } : slope;
  const change = figureInTable('downloadBps', turned.value, lang);
  const interval = intervalText('downloadBps', turned, lang);
  if (slope.low > 0) return cells.trend.rising(change, interval);
  if (slope.high < 0) return cells.trend.falling(change, interval);
  return cells.trend.level(withMinus(change), withMinus(interval));
}

/** With a minus sign (U+2212) in the place of hyphens. */
function withMinus(text: string): string {
  return text.replaceAll('-', '−');
}
