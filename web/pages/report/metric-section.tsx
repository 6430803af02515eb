import type { CellAnswer } from '../../../measurement-agent/protocol/quality.ts';
import type { Metric } from '../../../measurement-agent/protocol/statistics.ts';
import type { Quantity } from '../../charts/quantity.ts';
import { formatCellRange } from '../../format/cell-figure.ts';
import { formatCount } from '../../format/count.ts';
import type { Lang } from '../../format/language.ts';
import { messagesIn } from '../../messages/messages.ts';
import { FigureBoxes } from '../cell/figure-boxes.tsx';
import { figureName } from '../cell/figure-names.ts';
import { type FigureRow, FigureTable } from '../cell/figure-table.tsx';
import { figureInTable, intervalText } from '../cell/interval-text.ts';
import { CellSection } from '../cell/section.tsx';
import { endsAt, Told } from '../cell/told.tsx';
import { ispName } from '../isp-name.ts';
import type { ReportContent } from './content.ts';

/** ISPs that the page draws; the others are in the same answer of the API. */
const SHOWN_ISPS = 50;

interface MetricSectionProps {
  lang: Lang;
  content: ReportContent;
  metric: Metric;
}

/** One metric: the region and its ISPs as box plots on one axis, their table, and the parts of the region. */
export function MetricSection({ lang, content, metric }: MetricSectionProps) {
  const { report: words, cells } = messagesIn(lang);
  const { report, href, region, ispNames, regionNames } = content;
  const { whole } = report;
  if (whole === null || whole.figures === null) return null;
  const rowOf = (name: string, at: string, cell: CellAnswer): FigureRow => ({
    name,
    figure: metric,
    at,
    cell,
  });
  const rows = [
    rowOf(words.whole(region.names[lang]), 'whole', whole),
    ...report.isps.slice(0, SHOWN_ISPS).map((cell, index) => {
      const key = cell.place['isp'] ?? '';
      const named = ispNames.get(key);
      return rowOf(named === undefined ? key : ispName(named, lang), `isps/${index}`, cell);
    }),
  ];
  const parts = report.parts.map((cell, index) => {
    const code = cell.place['area'] ?? cell.place['subdivision'] ?? '';
    return rowOf(regionNames.get(code)?.names[lang] ?? code, `parts/${index}`, cell);
  });
  const more = report.isps.length - SHOWN_ISPS;
  const quantity = quantityOf(metric);
  const heading = figureName(metric, lang);
  const isArea = report.parts.some(({ place }) => place['area'] !== undefined);
  return (
    <CellSection lang={lang} id={metric} heading={heading} href={href}>
      <p class="range-name">
        {metric.endsWith('Bps') ? words.range.name : words.range.delay}{' '}
        <span class="tag">{words.provisional}</span>
      </p>
      <RangeSentence lang={lang} whole={whole} metric={metric} />
      <div class={quantity === null ? undefined : 'plot-and-table'}>
        {quantity && <FigureBoxes lang={lang} rows={rows} quantity={quantity} what={heading} />}
        <div>
          <FigureTable lang={lang} rows={rows} nameLabel={words.isp} labelledBy={metric} />
          {rows.length === 1 && <p class="fine">{words.none.isps}</p>}
          {more > 0 && <p class="fine">{words.rest(formatCount(more, lang))}</p>}
          {report.unlisted.told > 0 && (
            <p class="fine">{words.unlisted(formatCount(report.unlisted.told, lang))}</p>
          )}
        </div>
      </div>
      {parts.length > 0 && (
        <details open>
          <summary id={`${metric}-parts`}>{isArea ? words.parts.areas : words.parts.subdivisions}</summary>
          <div class={quantity === null ? undefined : 'plot-and-table'}>
            {quantity && <FigureBoxes lang={lang} rows={parts} quantity={quantity} what={heading} />}
            <FigureTable
              lang={lang}
              rows={parts}
              nameLabel={words.parts.name}
              labelledBy={`${metric}-parts`}
            />
          </div>
        </details>
      )}
      <p class="fine">{quantity === null ? null : cells.boxLegend}</p>
    </CellSection>
  );
}

/** The region's range and median in words. */
function RangeSentence({ lang, whole, metric }: { lang: Lang; whole: CellAnswer; metric: Metric }) {
  const { report: words, cells } = messagesIn(lang);
  const { p25, p50, p75 } = whole.figures?.[metric]?.quantiles ?? {};
  if (!p25 || !p50 || !p75) return <p>{cells.tooFew}</p>;
  const at = `whole/figures/${metric}/quantiles`;
  const [low, high] = formatCellRange(metric, p25.value, p75.value, lang);
  return (
    <p>
      <Told
        at={`${at}/p50/value`}
        value={p50.value}
        also={{
          ...endsAt(`${at}/p50`, p50),
          [`${at}/p25/value`]: p25.value,
          [`${at}/p75/value`]: p75.value,
        }}
      >
        {words.range.sentence(
          cells.headline.range(low, high),
          figureInTable(metric, p50.value, lang),
          intervalText(metric, p50, lang),
        )}
      </Told>
    </p>
  );
}

/** What an axis counts; null for figures that are shown as a table alone. */
function quantityOf(metric: Metric): Quantity | null {
  if (metric.endsWith('Bps')) return 'rate';
  return metric.endsWith('Ms') ? 'delay' : null;
}
