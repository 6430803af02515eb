import type { CompareAnswer, QualityAnswer, SketchAnswer } from '../../measurement-agent/protocol/quality.ts';
import type { Metric, Tier } from '../../measurement-agent/protocol/statistics.ts';
import { formatCount, formatRatio } from '../format/count.ts';
import type { Lang } from '../format/language.ts';
import { formatList } from '../format/list.ts';
import { messagesIn } from '../messages/messages.ts';
import { breadcrumbData } from './breadcrumb.tsx';
import type { Asked } from './cell/content.ts';
import { FigureBoxes } from './cell/figure-boxes.tsx';
import { figureName } from './cell/figure-names.ts';
import { type FigureRow, FigureTable, FurtherQuantiles } from './cell/figure-table.tsx';
import { CellSection } from './cell/section.tsx';
import { Told } from './cell/told.tsx';
import { type Frame, pathIn } from './frame.ts';
import { ispName } from './isp-name.ts';
import { Layout } from './layout.tsx';
import type { NamedIsp, NamedRegion } from './names.ts';
import type { IspKind } from './operators.ts';
import { AnswerFacts } from './overview/answer-facts.tsx';
import type { PeriodChoices, RegionChoices } from './overview/choices.ts';
import { Difference } from './overview/difference.tsx';
import { Distributions } from './overview/distributions.tsx';
import { questionAddress } from './overview/question-address.ts';
import {
  type Field,
  metricField,
  periodField,
  QuestionForm,
  regionField,
} from './overview/question-form.tsx';
import { Refused } from './overview/refused.tsx';
import { quantityOf } from './overview/round-figure.ts';

/** What is compared, as it stands in the address. */
export interface CompareAsked {
  isps: readonly string[];
  region: string;
  metric: Metric;
  period: string;
}

/** One ISP of a comparison. */
export interface ComparedSide {
  isp: NamedIsp;
  cell: Asked<QualityAnswer>;
  sketch: Asked<SketchAnswer>;
}

export interface ComparePageProps {
  frame: Frame;
  asked: CompareAsked;
  /** Keys in the address under which there is no ISP. */
  unknown: readonly string[];
  region: NamedRegion;
  /** Regions around it, from the country downwards. */
  parents: readonly NamedRegion[];
  regions: RegionChoices;
  periods: PeriodChoices;
  sides: readonly ComparedSide[];
  /** Every two of them. */
  pairs: readonly (Asked<CompareAnswer> & { a: string; b: string })[];
  /** ISPs to choose from, with those that were chosen. */
  offered: readonly (NamedIsp & { kind: IspKind })[];
  /** Names of the areas that answers hold, by code. */
  areas: ReadonlyMap<string, NamedRegion>;
}

const CHOICES = 4;

/** Up to four ISPs in one region: as they were measured, and every two of them in like circumstances. */
export function ComparePage(props: ComparePageProps) {
  const { frame, asked, unknown, region, regions, periods, sides } = props;
  const { lang } = frame;
  const words = messagesIn(lang).overviews.compare;
  const names = new Map(sides.map(({ isp }) => [isp.slug, ispName(isp, lang)]));
  const heading = sides.length > 0 ? formatList([...names.values()], lang) : words.heading;
  return (
    <Layout
      frame={frame}
      title={sides.length > 0 ? `${heading}: ${words.heading}` : words.title}
      description={words.describe}
      section="compare"
      query={questionAddress(frame, {
        isp: asked.isps,
        region: asked.region,
        metric: asked.metric,
        period: asked.period,
      })}
      data={[breadcrumbData(frame, [{ name: words.heading, path: '/compare' }])]}
    >
      <h1>{words.heading}</h1>
      <p class="lede">{words.lede}</p>
      <QuestionForm
        lang={lang}
        fields={[
          ...Array.from({ length: CHOICES }, (_, index) => ispField(props, index)),
          regionField(asked.region, regions, lang),
          metricField(asked.metric, lang),
          periodField(asked.period, periods, lang),
        ]}
      />
      {unknown.length > 0 && <p class="notice">{words.unknown(formatList(unknown, lang))}</p>}
      {sides.length < 2 && <p class="notice">{words.choose}</p>}
      {sides.length > 0 && (
        <div class="cell">
          <Medians lang={lang} asked={asked} region={region} sides={sides} />
          <Pairs {...props} names={names} />
          <Distributions lang={lang} metric={asked.metric} sides={sides} />
        </div>
      )}
    </Layout>
  );
}

function ispField({ frame: { lang }, asked, offered }: ComparePageProps, index: number): Field {
  const { overviews, isp: words } = messagesIn(lang);
  const kinds = [...new Set(offered.map(({ kind }) => kind))];
  return {
    name: 'isp',
    label: overviews.form.isp(formatCount(index + 1, lang)),
    value: asked.isps[index] ?? '',
    groups: [
      { label: null, options: [{ value: '', text: overviews.form.none }] },
      ...kinds.map((kind) => ({
        label: words.kinds[kind],
        options: offered
          .filter((each) => each.kind === kind)
          .map((each) => ({ value: each.slug, text: ispName(each, lang) })),
      })),
    ],
  };
}

interface MediansProps {
  lang: Lang;
  asked: CompareAsked;
  region: NamedRegion;
  sides: readonly ComparedSide[];
}

/** Each ISP as its lines were measured. Each row is of another answer, and says so. */
function Medians({ lang, asked, region, sides }: MediansProps) {
  const { cells, overviews } = messagesIn(lang);
  const words = overviews.compare;
  const quantity = quantityOf(asked.metric);
  const found = sides.map(({ isp, cell }) => ({
    isp,
    href: cell.href,
    cell,
    row: rowOf(isp, cell, asked, lang),
  }));
  const rows = found.flatMap(({ row }) => row ?? []);
  const [first] = sides;
  if (rows.length === 0)
    return (
      <section class="figure-section" aria-labelledby="medians">
        <h2 id="medians">{words.medians(region.names[lang])}</h2>
        <Refused lang={lang} reason={first?.cell.reason ?? null} />
      </section>
    );
  return (
    <section class="figure-section" aria-labelledby="medians">
      <h2 id="medians">{words.medians(region.names[lang])}</h2>
      <p class="fine">
        {words.mediansText} {cells.boxLegend}
      </p>
      {quantity && (
        <FigureBoxes lang={lang} rows={rows} quantity={quantity} what={figureName(asked.metric, lang)} />
      )}
      {found.map(({ isp, href, row }, index) => {
        const id = `isp-${index}`;
        const name = ispName(isp, lang);
        return (
          <div data-source={href}>
            <h3 id={id}>
              <a href={pathIn(lang, `/isp/${isp.slug}/${region.code}`)}>{name}</a>
            </h3>
            {row === null ? (
              <p>{words.hidden}</p>
            ) : (
              <>
                <FigureTable
                  lang={lang}
                  rows={[{ ...row, name: figureName(asked.metric, lang) }]}
                  nameLabel={cells.figure}
                  labelledBy={id}
                />
                <FurtherQuantiles
                  lang={lang}
                  rows={[{ ...row, name: figureName(asked.metric, lang) }]}
                  nameLabel={cells.figure}
                />
              </>
            )}
            <p class="fine data-links">
              {cells.data(name)}: <a href={href}>{cells.json}</a>{' '}
              <a href={`${href}&format=csv`}>{cells.csv}</a>
            </p>
          </div>
        );
      })}
      {first?.cell.answer && <AnswerFacts lang={lang} answer={first.cell.answer} />}
    </section>
  );
}

/** Null where nothing was measured. */
function rowOf(
  isp: NamedIsp,
  { answer }: Asked<QualityAnswer>,
  asked: CompareAsked,
  lang: Lang,
): FigureRow | null {
  const cell = answer?.cells[0];
  return cell === undefined ? null : { name: ispName(isp, lang), figure: asked.metric, at: 'cells/0', cell };
}

/** The difference of every two in like circumstances, in words. */
function Pairs({
  frame,
  asked,
  pairs,
  parents,
  areas,
  names,
}: ComparePageProps & { names: ReadonlyMap<string, string> }) {
  const { lang } = frame;
  const words = messagesIn(lang).overviews.compare;
  if (pairs.length === 0) return null;
  const none = pairs.every(({ answer }) => answer === null);
  return (
    <>
      <section class="figure-section" aria-labelledby="pairs">
        <h2 id="pairs">{words.pairs}</h2>
        {none ? (
          <NotCompared lang={lang} asked={asked} parents={parents} />
        ) : (
          <p class="fine">{words.pairsText}</p>
        )}
      </section>
      {pairs.map(({ a, b, answer, href }, index) => {
        if (answer === null) return null;
        const nameA = names.get(a) ?? a;
        const nameB = names.get(b) ?? b;
        return (
          <CellSection lang={lang} id={`pair-${index}`} heading={`${nameA} / ${nameB}`} href={href}>
            <PairText lang={lang} metric={asked.metric} answer={answer} a={nameA} b={nameB} />
            <Strata lang={lang} answer={answer} areas={areas} a={nameA} b={nameB} />
          </CellSection>
        );
      })}
    </>
  );
}

/** Why there is no difference in like circumstances, and the nearest question that has one. */
function NotCompared({ lang, asked, parents }: { lang: Lang } & Pick<ComparePageProps, 'asked' | 'parents'>) {
  const words = messagesIn(lang).overviews.compare;
  const around = parents.at(-1);
  // Only a prefecture lies in more than a country.
  if (around === undefined || parents.length < 2) return <p class="fine">{words.notKept}</p>;
  const search = new URLSearchParams([
    ...asked.isps.map((isp): [string, string] => ['isp', isp]),
    ['region', around.code],
    ['metric', asked.metric],
    ['period', asked.period],
  ]);
  return (
    <p>
      {words.notInPrefectures} <a href={`?${search}`}>{words.compareAround(around.names[lang])}</a>
    </p>
  );
}

interface PairProps {
  lang: Lang;
  answer: CompareAnswer;
  a: string;
  b: string;
}

function PairText({ lang, metric, answer: { difference, coverage }, a, b }: PairProps & { metric: Metric }) {
  const words = messagesIn(lang).overviews.compare;
  if (difference === null) return <p>{words.noCommon(a, b)}</p>;
  return <Difference lang={lang} metric={metric} difference={difference} coverage={coverage} a={a} b={b} />;
}

/** Folded up: which lines were compared. */
function Strata({ lang, answer: { strata }, areas, a, b }: PairProps & Pick<ComparePageProps, 'areas'>) {
  const { cells, overviews } = messagesIn(lang);
  const words = overviews.compare;
  if (strata.length === 0) return null;
  const label = words.strata(formatCount(strata.length, lang));
  return (
    <details>
      <summary>{label}</summary>
      <div class="scroll" tabindex={0} role="group" aria-label={label}>
        <table class="numbers">
          <thead>
            <tr>
              <th scope="col">{words.area}</th>
              <th scope="col">{words.tier}</th>
              <th scope="col">{words.band}</th>
              <th scope="col">{words.lines(a)}</th>
              <th scope="col">{words.lines(b)}</th>
              <th scope="col">{words.weight}</th>
            </tr>
          </thead>
          <tbody>
            {strata.map(({ area, tier, band, linesA, linesB, weight }, index) => (
              <tr>
                <th scope="row">{areas.get(area)?.names[lang] ?? area}</th>
                <td>{cells.groups.tiers[tier as Tier]}</td>
                <td>{words.bands[band] ?? band}</td>
                <td>
                  <Told at={`strata/${index}/linesA`} value={linesA ?? 0}>
                    {formatCount(linesA ?? 0, lang)}
                  </Told>
                </td>
                <td>
                  <Told at={`strata/${index}/linesB`} value={linesB ?? 0}>
                    {formatCount(linesB ?? 0, lang)}
                  </Told>
                </td>
                <td>
                  <Told at={`strata/${index}/weight`} value={weight}>
                    {formatRatio(weight, lang)}
                  </Told>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
