import type { CellAnswer, QualityAnswer } from '../../measurement-agent/protocol/quality.ts';
import type { Metric } from '../../measurement-agent/protocol/statistics.ts';
import { HEAT_CLASSES, type HeatScale, heatScale } from '../charts/heat-classes.ts';
import { formatCellRange } from '../format/cell-figure.ts';
import { formatCount } from '../format/count.ts';
import type { Lang } from '../format/language.ts';
import { JAPAN_SHAPES, WORLD_SHAPES } from '../map/outlines.ts';
import { messagesIn } from '../messages/messages.ts';
import { breadcrumbData } from './breadcrumb.tsx';
import type { Asked } from './cell/content.ts';
import { figureName } from './cell/figure-names.ts';
import { figureInTable } from './cell/interval-text.ts';
import { CellSection } from './cell/section.tsx';
import { Told } from './cell/told.tsx';
import { ToldInterval } from './cell/told-interval.tsx';
import { type Frame, pathIn } from './frame.ts';
import { Layout } from './layout.tsx';
import { answerDataset } from './linked-data/dataset.ts';
import type { NamedRegion } from './names.ts';
import { AnswerFacts } from './overview/answer-facts.tsx';
import type { PeriodChoices } from './overview/choices.ts';
import { questionAddress } from './overview/question-address.ts';
import { metricField, periodField, QuestionForm } from './overview/question-form.tsx';
import { Refused } from './overview/refused.tsx';
import { regionReason } from './overview/region-reason.ts';
import { RegionShapes } from './overview/region-shapes.tsx';
import { periodName } from './period-name.ts';
import { toldCount } from './told-count.ts';

/** What is drawn, as it stands in the address. */
export interface MapAsked {
  area: 'japan' | 'world';
  metric: Metric;
  period: string;
}

export interface MapPageProps {
  frame: Frame;
  asked: MapAsked;
  /** By which the answer's cells are told apart. */
  dimension: 'subdivision' | 'country';
  /** All regions that the map can show. */
  regions: readonly NamedRegion[];
  periods: PeriodChoices;
  cells: Asked<QualityAnswer>;
}

/** A region with what is told of it. */
export interface MapRegion extends NamedRegion {
  /** Null where nothing was measured. */
  cell: { answer: CellAnswer; at: string } | null;
  /** Null where no figure is told. */
  value: number | null;
  /** 1 to 5, null without a value. */
  heat: number | null;
}

/** Prefectures of Japan, or countries, by the median of a metric: a map whose every region is a link, and its table. */
export function MapPage({ frame, asked, dimension, regions, periods, cells }: MapPageProps) {
  const { lang } = frame;
  const words = messagesIn(lang).overviews.map;
  const metric = figureName(asked.metric, lang);
  const { scale, drawn } = valued(regions, cells.answer, dimension, asked.metric);
  const { answer } = cells;
  // Of two hundred countries most have nothing to say in a table.
  const listed = asked.area === 'japan' ? drawn : drawn.filter(({ cell }) => cell !== null);
  const description = words.describe(metric, periodName(asked.period, lang));
  const query = questionAddress(frame, { ...asked });
  const dataset = answerDataset(frame, cells, scale === null ? [] : [asked.metric], {
    name: words.title,
    description,
    place: null,
    query,
  });
  return (
    <Layout
      frame={frame}
      title={words.title}
      description={description}
      section="map"
      query={query}
      data={[breadcrumbData(frame, [{ name: words.heading, path: '/map' }]), dataset]}
    >
      <h1>{words.heading}</h1>
      <p class="lede">{words.lede}</p>
      <AreaChoice lang={lang} asked={asked} />
      <QuestionForm
        lang={lang}
        kept={{ area: asked.area }}
        fields={[metricField(asked.metric, lang), periodField(asked.period, periods, lang)]}
      />
      {answer === null ? (
        <Refused lang={lang} reason={cells.reason} />
      ) : (
        <div class="cell">
          <CellSection lang={lang} id="map" heading={metric} href={cells.href}>
            {scale === null && <p class="notice">{words.empty}</p>}
            <div class="map-and-legend">
              <RegionShapes
                lang={lang}
                metric={asked.metric}
                shapes={asked.area === 'japan' ? JAPAN_SHAPES : WORLD_SHAPES}
                regions={drawn}
                label={words.label(metric)}
              />
              <Legend lang={lang} metric={asked.metric} scale={scale} />
            </div>
            <p class="fine">
              {asked.area === 'japan' && words.inset} {words.source}
            </p>
            <h3 id="values">{words.table}</h3>
            <MapTable lang={lang} metric={asked.metric} regions={listed} />
            <AnswerFacts lang={lang} answer={answer} />
          </CellSection>
        </div>
      )}
    </Layout>
  );
}

function valued(
  regions: readonly NamedRegion[],
  answer: QualityAnswer | null,
  dimension: 'subdivision' | 'country',
  metric: Metric,
): { scale: HeatScale | null; drawn: MapRegion[] } {
  const found = new Map(
    (answer?.cells ?? []).map((cell, index) => [
      cell.place[dimension],
      { answer: cell, at: `cells/${index}`, value: cell.figures?.[metric]?.quantiles.p50?.value ?? null },
    ]),
  );
  const values = regions.flatMap(({ code }) => found.get(code)?.value ?? []);
  const scale = heatScale(values);
  return {
    scale,
    drawn: regions.map(({ code, names }) => {
      const cell = found.get(code) ?? null;
      const value = cell?.value ?? null;
      return { code, names, cell, value, heat: value === null ? null : (scale?.classOf(value) ?? null) };
    }),
  };
}

function AreaChoice({ lang, asked }: { lang: Lang; asked: MapAsked }) {
  const { map } = messagesIn(lang).overviews;
  return (
    <nav class="periods" aria-label={map.area}>
      <ul>
        {(['japan', 'world'] as const).map((area) => (
          <li>
            <a
              href={`?${new URLSearchParams({ ...asked, area })}`}
              aria-current={area === asked.area ? 'true' : undefined}
            >
              {map[area]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface LegendProps {
  lang: Lang;
  metric: Metric;
  scale: HeatScale | null;
}

/** What the colours and the patterns mean. Classes bear numbers, which the table repeats. */
function Legend({ lang, metric, scale }: LegendProps) {
  const { cells, overviews } = messagesIn(lang);
  const { map } = overviews;
  const limits = scale?.limits ?? [];
  // Where all values are alike there is one class.
  const classes = limits.slice(0, -1).flatMap((low, index) => {
    const high = limits[index + 1] ?? low;
    return high > low || index === HEAT_CLASSES - 1 ? [{ heat: index + 1, low, high }] : [];
  });
  return (
    <div class="map-legend">
      <p class="fine">{map.legend}</p>
      <ul>
        {classes.map(({ heat, low, high }) => (
          <li>
            <span class={`map-swatch heat-${heat}`} />{' '}
            <span class="map-number">{formatCount(heat, lang)}</span>{' '}
            {cells.headline.range(...formatCellRange(metric, low, high, lang))}
          </li>
        ))}
        <li>
          <span class="map-swatch hidden-swatch" />
          {map.hidden}
        </li>
        <li>
          <span class="map-swatch" />
          {map.none}
        </li>
      </ul>
    </div>
  );
}

interface MapTableProps {
  lang: Lang;
  metric: Metric;
  regions: readonly MapRegion[];
}

function MapTable({ lang, metric, regions }: MapTableProps) {
  const { cells, figures, region: words, overviews } = messagesIn(lang);
  return (
    <table class="numbers" aria-labelledby="values">
      <thead>
        <tr>
          <th scope="col">{words.name}</th>
          <th scope="col">{figures.q50}</th>
          <th scope="col">{overviews.map.color}</th>
          <th scope="col">{figures.lines}</th>
        </tr>
      </thead>
      <tbody>
        {regions.map((region) => {
          const { code, names, cell, value, heat } = region;
          const median = cell?.answer.figures?.[metric]?.quantiles.p50;
          const lines = cell?.answer.lines ?? null;
          return (
            <tr>
              <th scope="row">
                <a href={pathIn(lang, `/region/${code}`)}>{names[lang]}</a>
              </th>
              {cell === null || value === null || !median ? (
                <td class="hidden-figure" colspan={2}>
                  {regionReason(region, lang)}
                </td>
              ) : (
                <>
                  <td>
                    <Told at={`${cell.at}/figures/${metric}/quantiles/p50/value`} value={value}>
                      {figureInTable(metric, value, lang)}
                    </Told>{' '}
                    <ToldInterval
                      lang={lang}
                      figure={metric}
                      at={`${cell.at}/figures/${metric}/quantiles/p50`}
                      interval={median}
                    />
                  </td>
                  <td>{heat === null ? cells.tooFew : formatCount(heat, lang)}</td>
                </>
              )}
              <td>
                {cell === null || lines === null ? (
                  toldCount(null, lang)
                ) : (
                  <Told at={`${cell.at}/lines`} value={lines}>
                    {formatCount(lines, lang)}
                  </Told>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
