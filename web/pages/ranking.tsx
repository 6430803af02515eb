import { RANKED_KINDS, type RankAnswer, type RankedKind } from '../../measurement-agent/protocol/quality.ts';
import type { Metric } from '../../measurement-agent/protocol/statistics.ts';
import { IntervalAxis, IntervalBar } from '../charts/interval-bar.tsx';
import { type Axis, roundAxis } from '../charts/scale.ts';
import { formatCount } from '../format/count.ts';
import type { Lang } from '../format/language.ts';
import { messagesIn } from '../messages/messages.ts';
import { breadcrumbData } from './breadcrumb.tsx';
import type { Asked } from './cell/content.ts';
import { figureName } from './cell/figure-names.ts';
import { figureInTable } from './cell/interval-text.ts';
import { CellSection } from './cell/section.tsx';
import { Told } from './cell/told.tsx';
import { ToldInterval } from './cell/told-interval.tsx';
import { type Frame, pathIn } from './frame.ts';
import { ispName } from './isp-name.ts';
import { Layout } from './layout.tsx';
import { answerDataset } from './linked-data/dataset.ts';
import type { NamedIsp, NamedRegion } from './names.ts';
import { AnswerFacts } from './overview/answer-facts.tsx';
import type { PeriodChoices, RegionChoices } from './overview/choices.ts';
import { questionAddress } from './overview/question-address.ts';
import { metricField, periodField, QuestionForm, regionField } from './overview/question-form.tsx';
import { rankText } from './overview/rank-text.ts';
import { Refused } from './overview/refused.tsx';
import { roundFigure } from './overview/round-figure.ts';
import { periodName } from './period-name.ts';

/** What a ranking is asked for, as it stands in the address. */
export interface RankingAsked {
  region: string;
  metric: Metric;
  period: string;
  kind: RankedKind;
}

export interface RankingPageProps {
  frame: Frame;
  asked: RankingAsked;
  region: NamedRegion;
  regions: RegionChoices;
  periods: PeriodChoices;
  rank: Asked<RankAnswer>;
  /** Names of all ISPs in the answer, by key. */
  names: ReadonlyMap<string, NamedIsp>;
}

/** Ranked ISPs that the page shows; all are in CSV and JSON, and nobody reads thousands. */
const RANKED_SHOWN = 300;

/** Of those without a rank, the ones with most lines: thousands of names would help nobody. */
const UNRANKED_SHOWN = 100;

/** As many as can be compared. */
const COMPARED = 4;

/** ISPs of one kind in one region, with the ranks that the data leave open. */
export function RankingPage({ frame, asked, region, regions, periods, rank, names }: RankingPageProps) {
  const { lang } = frame;
  const words = messagesIn(lang).overviews.ranking;
  const metric = figureName(asked.metric, lang);
  const nameOf = (key: string) => ispName(names.get(key) ?? { slug: key, names: { ja: key, en: key } }, lang);
  const { answer } = rank;
  const description = words.describe(
    words.kinds[asked.kind],
    region.names[lang],
    metric,
    periodName(asked.period, lang),
  );
  const query = questionAddress(frame, { ...asked });
  const dataset = answerDataset(frame, rank, answer?.ranking.length ? [asked.metric] : [], {
    name: words.title,
    description,
    place: { name: region.names[lang], code: region.code },
    query,
  });
  return (
    <Layout
      frame={frame}
      title={words.title}
      description={description}
      section="ranking"
      query={query}
      data={[breadcrumbData(frame, [{ name: words.heading, path: '/ranking' }]), dataset]}
    >
      <h1>{words.heading}</h1>
      <p class="lede">{words.lede}</p>
      <KindChoice lang={lang} asked={asked} />
      <QuestionForm
        lang={lang}
        kept={{ kind: asked.kind }}
        fields={[
          regionField(asked.region, regions, lang),
          metricField(asked.metric, lang),
          periodField(asked.period, periods, lang),
        ]}
      />
      {answer === null ? (
        <Refused lang={lang} reason={rank.reason} />
      ) : (
        <div class="cell">
          <CellSection
            lang={lang}
            id="ranking"
            heading={words.table(metric, region.names[lang])}
            href={rank.href}
          >
            <p class="fine">
              {words.kindsText[asked.kind]} {answer.ranking.length > 0 && words.bars} {words.interval}
            </p>
            {answer.ranking.length === 0 ? (
              <p>{words.none}</p>
            ) : (
              <RankTable lang={lang} answer={answer} region={region.code} nameOf={nameOf} />
            )}
            {answer.ranking.length > RANKED_SHOWN && (
              <p class="fine">{words.others(formatCount(answer.ranking.length - RANKED_SHOWN, lang))}</p>
            )}
            <AnswerFacts lang={lang} answer={answer} />
          </CellSection>
          <Unranked lang={lang} rank={rank} nameOf={nameOf} />
          <ul class="links figure-section">
            {answer.ranking.length > 1 && (
              <li>
                <a href={comparison(lang, asked, answer)}>{words.compare}</a>
              </li>
            )}
            <li>
              <a href={`${pathIn(lang, '/map')}?metric=${asked.metric}&period=${asked.period}`}>
                {words.map}
              </a>
            </li>
          </ul>
        </div>
      )}
    </Layout>
  );
}

function comparison(lang: Lang, { region, metric, period }: RankingAsked, { ranking }: RankAnswer): string {
  const search = new URLSearchParams([
    ...ranking.slice(0, COMPARED).map(({ isp }): [string, string] => ['isp', isp]),
    ['region', region],
    ['metric', metric],
    ['period', period],
  ]);
  return `${pathIn(lang, '/compare')}?${search}`;
}

/** Kinds are never ranked together: a telephone is no line to a home. */
function KindChoice({ lang, asked }: { lang: Lang; asked: RankingAsked }) {
  const { ranking } = messagesIn(lang).overviews;
  return (
    <nav class="periods" aria-label={ranking.kind}>
      <ul>
        {RANKED_KINDS.map((kind) => (
          <li>
            <a
              href={`?${new URLSearchParams({ ...asked, kind })}`}
              aria-current={kind === asked.kind ? 'true' : undefined}
            >
              {ranking.kinds[kind]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface RankTableProps {
  lang: Lang;
  answer: RankAnswer;
  region: string;
  nameOf: (key: string) => string;
}

function RankTable({ lang, answer: { ranking, metric }, region, nameOf }: RankTableProps) {
  const { cells, figures, overviews } = messagesIn(lang);
  const shown = ranking.slice(0, RANKED_SHOWN);
  const axis: Axis = roundAxis(Math.max(...shown.map(({ median }) => median.high)));
  return (
    <table class="numbers ranking" aria-labelledby="ranking">
      <thead>
        <tr>
          <th scope="col">{cells.peers.rank}</th>
          <th scope="col">
            {cells.peers.isp}
            <IntervalAxis axis={axis} tickText={(value) => roundFigure(metric, value, lang)} />
          </th>
          <th scope="col">{cells.peers.median}</th>
          <th scope="col">{figures.lines}</th>
        </tr>
      </thead>
      <tbody>
        {shown.map((row, index) => {
          const { isp, median, lines, results, tiedWith } = row;
          const at = `ranking/${index}`;
          return (
            <tr>
              <td class="strong">
                <Told at={`${at}/rankFrom`} value={row.rankFrom} also={{ [`${at}/rankTo`]: row.rankTo }}>
                  {rankText(row, lang)}
                </Told>{' '}
                {tiedWith.length > 0 && (
                  <span class="interval">{overviews.ranking.tied(formatCount(tiedWith.length, lang))}</span>
                )}
              </td>
              <th scope="row">
                <a href={pathIn(lang, `/isp/${isp}/${region}`)}>{nameOf(isp)}</a>
                <IntervalBar {...median} axis={axis} />
              </th>
              <td>
                <Told at={`${at}/median/value`} value={median.value}>
                  {figureInTable(metric, median.value, lang)}
                </Told>{' '}
                <ToldInterval lang={lang} figure={metric} at={`${at}/median`} interval={median} />
              </td>
              <td>
                <Told at={`${at}/lines`} value={lines ?? 0}>
                  {formatCount(lines ?? 0, lang)}
                </Told>{' '}
                <span class="interval">
                  <Told at={`${at}/results`} value={results ?? 0}>
                    {overviews.ranking.results(formatCount(results ?? 0, lang))}
                  </Told>
                </span>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

interface UnrankedProps {
  lang: Lang;
  rank: Asked<RankAnswer>;
  nameOf: (key: string) => string;
}

/** Those that were measured and have no rank, apart from those that have one. */
function Unranked({ lang, rank: { answer, href }, nameOf }: UnrankedProps) {
  const { cells, figures, overviews } = messagesIn(lang);
  const words = overviews.ranking;
  const all = answer?.unranked ?? [];
  if (all.length === 0) return null;
  const others = all.length - UNRANKED_SHOWN;
  return (
    <CellSection lang={lang} id="unranked" heading={words.unranked} href={href}>
      <p class="fine">{words.unrankedText}</p>
      <table class="numbers" aria-labelledby="unranked">
        <thead>
          <tr>
            <th scope="col">{cells.peers.isp}</th>
            <th scope="col" class="hidden-figure">
              {words.reason}
            </th>
            <th scope="col">{figures.lines}</th>
          </tr>
        </thead>
        <tbody>
          {all.slice(0, UNRANKED_SHOWN).map(({ isp, lines, reason }, index) => (
            <tr>
              <th scope="row">
                <a href={pathIn(lang, `/isp/${isp}`)}>{nameOf(isp)}</a>
              </th>
              <td class="hidden-figure">{words.reasons[reason]}</td>
              <td>
                <Told at={`unranked/${index}/lines`} value={lines ?? 0}>
                  {formatCount(lines ?? 0, lang)}
                </Told>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {others > 0 && <p class="fine">{words.unrankedOthers(formatCount(others, lang))}</p>}
    </CellSection>
  );
}
