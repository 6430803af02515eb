import {
  FIGURE_NAMES,
  type FigureName,
  type PeriodFigures,
} from '../../measurement-agent/protocol/figures.ts';
import { boxPlot } from '../charts/box-plot.ts';
import { BoxPlotChart } from '../charts/box-plot-chart.tsx';
import { ChartFigure } from '../charts/chart-figure.tsx';
import { QUANTITY_FORMATS, type Quantity } from '../charts/quantity.ts';
import { formatCount } from '../format/count.ts';
import { figureText } from '../format/figure.ts';
import type { Lang } from '../format/language.ts';
import { formatMoment } from '../format/moment.ts';
import { messagesIn } from '../messages/messages.ts';
import { pathIn } from './frame.ts';
import { toldCount } from './told-count.ts';

export interface CellFigures {
  /** Shortest period first. */
  periods: readonly PeriodFigures[];
  /** The one method version all of these figures share. */
  methodVersion: number;
  /** RFC 3339 time of the newest result or of the last computation; null when there is none. */
  updatedAt: string | null;
}

const QUANTITIES: Record<FigureName, Quantity> = {
  downloadBps: 'rate',
  uploadBps: 'rate',
  idleRttMs: 'delay',
  workingRttDownloadMs: 'delay',
  workingRttUploadMs: 'delay',
};

/** Whether any period has figures, and so box plots. */
export function hasBoxPlots({ periods }: CellFigures): boolean {
  return periods.some((period) => period.quartiles !== null);
}

/** A cell that nobody has measured yet: an invitation instead of empty tables. */
function EmptyCell({ lang }: { lang: Lang }) {
  const { figures } = messagesIn(lang);
  return (
    <section class="empty">
      <h2>{figures.emptyHeading}</h2>
      <p>{figures.emptyText}</p>
      <p>
        <a class="button primary" href={pathIn(lang, '/')}>
          {figures.emptyLink}
        </a>
      </p>
    </section>
  );
}

function CountsTable({ lang, periods }: { lang: Lang; periods: readonly PeriodFigures[] }) {
  const { figures } = messagesIn(lang);
  return (
    <section aria-labelledby="counts">
      <h2 id="counts">{figures.countsHeading}</h2>
      <table class="numbers">
        <thead>
          <tr>
            <th scope="col">{figures.periodColumn}</th>
            <th scope="col">{figures.lines}</th>
            <th scope="col">{figures.results}</th>
            <th scope="col">{figures.excluded}</th>
          </tr>
        </thead>
        <tbody>
          {periods.map((period) => (
            <tr>
              <th scope="row">{figures.period(formatCount(period.days, lang))}</th>
              <td>{toldCount(period.lines, lang)}</td>
              <td>{toldCount(period.results, lang)}</td>
              <td>{toldCount(period.excluded, lang)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="fine">{figures.excludedText}</p>
    </section>
  );
}

interface FigureSectionProps {
  lang: Lang;
  name: FigureName;
  periods: readonly PeriodFigures[];
}

/** One figure over all periods: box plot and, as its twin, the table of the same numbers. */
function FigureSection({ lang, name, periods }: FigureSectionProps) {
  const { figures, metrics } = messagesIn(lang);
  const { label, meaning } = metrics.figures[name];
  const rows = periods.map((period) => period.quartiles?.[name] ?? null);
  const plot = boxPlot(rows);
  const quantity = QUANTITIES[name];
  const format = QUANTITY_FORMATS[quantity];
  const rowLabels = periods.map((period) => figures.period(formatCount(period.days, lang)));
  const words = {
    lang,
    periods: rowLabels,
    p25: figures.q25,
    p50: figures.q50,
    p75: figures.q75,
    lines: figures.lines,
  };
  /** With a plain space: on a phone the unit goes below the number. */
  const exact = (value: number) => {
    const figure = format.exact(value, lang);
    return `${figure.value} ${figure.unit}`;
  };
  /** The unit once, where both ends have the same. */
  const interval = (lowValue: number, highValue: number) => {
    const low = format.exact(lowValue, lang);
    const high = format.exact(highValue, lang);
    return low.unit === high.unit
      ? figures.interval(low.value, high.value)
      : figures.interval(figureText(low), figureText(high));
  };
  return (
    <section class="figure-section" aria-labelledby={`figure-${name}`}>
      <h2 id={`figure-${name}`}>{label}</h2>
      <p class="fine">{meaning}</p>
      <div class="plot-and-table">
        {plot && (
          <ChartFigure payload={{ kind: 'box-plot', data: { quantity, rows }, words }}>
            <BoxPlotChart
              plot={plot}
              label={figures.boxPlotText(label)}
              rowLabels={rowLabels}
              tickText={(value) => figureText(format.round(value, lang))}
            />
          </ChartFigure>
        )}
        <table class="numbers">
          <thead>
            <tr>
              <th scope="col">{figures.periodColumn}</th>
              <th scope="col">{figures.q25}</th>
              <th scope="col">{figures.q50}</th>
              <th scope="col">{figures.q75}</th>
              <th scope="col">{figures.lines}</th>
            </tr>
          </thead>
          <tbody>
            {periods.map((period, index) => {
              const row = rows[index];
              return (
                <tr>
                  <th scope="row">{figures.period(formatCount(period.days, lang))}</th>
                  {row ? (
                    <>
                      <td>{exact(row.p25)}</td>
                      <td class="strong">
                        {exact(row.p50)} <span class="interval">{interval(row.p50Low, row.p50High)}</span>
                      </td>
                      <td>{exact(row.p75)}</td>
                      <td>{toldCount(row.lines, lang)}</td>
                    </>
                  ) : (
                    <td class="hidden-figure" colspan={4}>
                      {period.quartiles === null ? figures.hidden : figures.noFigure}
                    </td>
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** Counts and figures of one ISP or region; figures of a period stay hidden under 30 lines. */
export function PeriodFiguresView({ lang, cell }: { lang: Lang; cell: CellFigures }) {
  const { figures } = messagesIn(lang);
  const { periods, methodVersion, updatedAt } = cell;
  const nothing = periods.every((period) => period.lines === null);
  const shown = hasBoxPlots(cell);
  // Counts for machines too: a test or a script need not read the table.
  const counted = Object.fromEntries(
    periods.map((period) => [`data-results-${period.days}`, String(period.results ?? '')]),
  );
  return (
    <div class="cell" {...counted}>
      {nothing ? (
        <EmptyCell lang={lang} />
      ) : (
        <>
          {shown ? (
            <>
              <p class="fine">{figures.boxLegend}</p>
              {FIGURE_NAMES.map((name) => (
                <FigureSection lang={lang} name={name} periods={periods} />
              ))}
            </>
          ) : (
            <p class="notice">{figures.hidden}</p>
          )}
          <CountsTable lang={lang} periods={periods} />
        </>
      )}
      <p class="provenance">
        <a href={pathIn(lang, '/method')}>{figures.methodVersion(formatCount(methodVersion, lang))}</a>
        {' · '}
        {updatedAt === null ? figures.neverUpdated : figures.updatedAt(formatMoment(updatedAt, null, lang))}
      </p>
    </div>
  );
}
