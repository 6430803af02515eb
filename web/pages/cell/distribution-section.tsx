import type { SketchAnswer } from '../../../measurement-agent/protocol/quality.ts';
import { histogram } from '../../charts/histogram.ts';
import { HistogramChart } from '../../charts/histogram-chart.tsx';
import { QUANTITY_FORMATS } from '../../charts/quantity.ts';
import { formatCellRange } from '../../format/cell-figure.ts';
import { formatCount } from '../../format/count.ts';
import { figureText } from '../../format/figure.ts';
import type { Lang } from '../../format/language.ts';
import { messagesIn } from '../../messages/messages.ts';
import type { Asked } from './content.ts';
import { CellSection } from './section.tsx';

interface DistributionSectionProps {
  lang: Lang;
  sketch: Asked<SketchAnswer>;
}

/** Lines by their rate; nothing where the sketch is of too few. */
export function DistributionSection({ lang, sketch: { answer, href } }: DistributionSectionProps) {
  const { cells, figures } = messagesIn(lang);
  const bars = answer === null ? [] : histogram(answer);
  if (bars.length === 0) return null;
  return (
    <CellSection lang={lang} id="distribution" heading={cells.distribution.heading} href={href}>
      <p class="fine">{cells.distribution.text}</p>
      <figure>
        <HistogramChart
          bars={bars}
          label={cells.distribution.chart}
          limitText={(value) => figureText(QUANTITY_FORMATS.rate.round(value, lang))}
        />
      </figure>
      <details>
        <summary>{cells.distribution.table}</summary>
        <table class="numbers">
          <thead>
            <tr>
              <th scope="col">{cells.distribution.range}</th>
              <th scope="col">{figures.lines}</th>
            </tr>
          </thead>
          <tbody>
            {bars.map(({ from, to, lines, bins }) => (
              <tr>
                <th scope="row">{cells.headline.range(...formatCellRange('downloadBps', from, to, lang))}</th>
                <td>
                  <data value={String(lines)} data-bins={bins?.join(' ') ?? ''}>
                    {formatCount(lines, lang)}
                  </data>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </CellSection>
  );
}
