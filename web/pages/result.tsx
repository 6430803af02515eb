import { useFiguresOf } from '../../measurement-agent/metrics/scores/measured-figures.ts';
import type { Check } from '../../measurement-agent/metrics/verification.ts';
import type { ResultDocument } from '../../measurement-agent/protocol/result.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import type { Standing } from '../../measurement-agent/protocol/standing.ts';
import { ChartFigure } from '../charts/chart-figure.tsx';
import { CurveChart } from '../charts/curve-chart.tsx';
import { formatBytes } from '../format/bytes.ts';
import { formatCount } from '../format/count.ts';
import { formatDelay } from '../format/delay.ts';
import { formatSeconds } from '../format/duration.ts';
import { figureText } from '../format/figure.ts';
import type { Lang } from '../format/language.ts';
import { formatMoment } from '../format/moment.ts';
import { formatRate, formatRoundRate } from '../format/rate.ts';
import { messagesIn } from '../messages/messages.ts';
import { ConnectionGuessSection, isUnconfirmed } from './connection-guess.tsx';
import { Counted } from './counted.tsx';
import { type Fact, Facts } from './facts.tsx';
import { figureRows, loadFacts } from './figure-rows.ts';
import { FigureTile } from './figure-tile.tsx';
import { type Frame, pathIn } from './frame.ts';
import { Grades } from './grades.tsx';
import { ispName } from './isp-name.ts';
import { Layout } from './layout.tsx';
import type { NamedIsp, NamedRegion } from './names.ts';
import { OtherScores } from './other-scores.tsx';
import { PointsTable } from './points-table.tsx';
import { ChecksSection } from './result-checks.tsx';
import { resultLine } from './result-line.ts';
import { RecordSection } from './result-record.tsx';
import { resultAddresses, ShareSection } from './result-share.tsx';
import { RunSection } from './run-section.tsx';
import { Siblings } from './siblings.tsx';
import { StandingSection } from './standing.tsx';
import { suitabilityText } from './suitability-text.ts';

export interface ResultPageProps {
  frame: Frame;
  document: ResultDocument;
  standing: Standing;
  /** What its signatures say. */
  checks: readonly Check[];
  /** Other results of the same run, over the other IP version. */
  siblings: readonly ResultDocument[];
  /** Where the result is counted by provider (declared or seen); null when nowhere. */
  isp: NamedIsp | null;
  /** Where it is counted by region; null when nowhere. */
  region: NamedRegion | null;
  /** Names for `declared.isp` and `declared.subdivisionCode`; null when not said or not in the directory. */
  declaredIsp: NamedIsp | null;
  declaredRegion: NamedRegion | null;
}

function Tiles({ document, lang }: { document: ResultDocument; lang: Lang }) {
  const { metrics, missingReasons } = messagesIn(lang);
  const { idle, download, upload, missing } = document;
  const why = (...fields: (keyof ResultDocument['missing'])[]) => {
    const reason = fields.map((field) => missing[field]).find((each) => each !== undefined);
    return missingReasons[reason ?? 'not-measured'];
  };
  const rate = (bps: number | undefined) => (bps === undefined ? null : formatRate(bps, lang));
  const delay = (ms: number | undefined) => (ms === undefined ? null : formatDelay(ms, lang));
  const { figures } = metrics;
  return (
    <dl class="tiles">
      <FigureTile
        label={figures.downloadBps.label}
        figure={rate(download?.goodputBps)}
        missing={why('download')}
      />
      <FigureTile label={figures.uploadBps.label} figure={rate(upload?.goodputBps)} missing={why('upload')} />
      <FigureTile label={figures.idleRttMs.label} figure={delay(idle?.rttMs.p50)} missing={why('idle')} />
      <FigureTile
        label={figures.workingRttDownloadMs.label}
        figure={delay(download?.workingRttMs?.p50)}
        missing={why('download.workingRttMs', 'download')}
      />
      <FigureTile
        label={figures.workingRttUploadMs.label}
        figure={delay(upload?.workingRttMs?.p50)}
        missing={why('upload.workingRttMs', 'upload')}
      />
    </dl>
  );
}

interface CurveProps {
  lang: Lang;
  label: string;
  load: NonNullable<ResultDocument['download']>;
}

function Curve({ lang, label, load }: CurveProps) {
  const { result } = messagesIn(lang);
  const { series, goodputBps, durationMs, windowFromMs } = load;
  const data = { series, goodputBps, durationMs, windowFromMs };
  const words = {
    lang,
    elapsed: result.elapsed,
    rate: result.rate,
    leftOut: result.curveLeftOut,
    figure: result.curveLevel,
  };
  return (
    <div class="curve-figure">
      <h3>{label}</h3>
      <ChartFigure payload={{ kind: 'curve', data, words }}>
        <CurveChart
          lang={lang}
          label={result.curveText(label, figureText(formatRate(load.goodputBps, lang)))}
          data={data}
        />
      </ChartFigure>
      <Facts facts={loadFacts(load, lang)} />
      <details>
        <summary>{result.curveTable(label)}</summary>
        <PointsTable
          heads={[result.elapsed, result.rate]}
          rows={load.series.map(([ms, bps]) => [
            figureText(formatDelay(ms, lang)),
            figureText(formatRate(bps, lang)),
          ])}
        />
      </details>
    </div>
  );
}

function networkFacts({ document, isp, region, frame }: ResultPageProps): Fact[] {
  const { lang } = frame;
  const { result } = messagesIn(lang);
  const { network } = document;
  const text = (value: string | number | null) => (value === null ? result.unknown : String(value));
  const linked = (label: string, name: string | null, path: string): Fact =>
    name === null ? { label, value: result.unknown } : { label, value: name, href: pathIn(lang, path) };
  return [
    linked(result.network.isp, isp && ispName(isp, lang), `/isp/${isp?.slug ?? ''}`),
    linked(result.network.region, region && region.names[lang], `/region/${region?.code ?? ''}`),
    { label: result.network.asn, value: network.asn === null ? result.unknown : `AS${network.asn}` },
    { label: result.network.asName, value: text(network.asName) },
    {
      label: result.network.ipVersion,
      value: network.ipVersion === null ? result.unknown : `IPv${network.ipVersion}`,
    },
    ...(document.pathMtuBytes
      ? [{ label: result.network.pathMtu, value: result.mtuBytes(String(document.pathMtuBytes)) }]
      : []),
    { label: result.network.edge, value: text(network.edge) },
    { label: result.network.timeZone, value: text(network.timeZone) },
  ];
}

function declaredFacts({ document, declaredIsp, declaredRegion, frame }: ResultPageProps): Fact[] {
  const { lang } = frame;
  const { declared } = messagesIn(lang);
  const said = document.declared;
  const rate = (bps: number | null) => bps && figureText(formatRoundRate(bps, lang));
  const answers: [keyof typeof declared.fields, string | 0 | null][] = [
    ['isp', declaredIsp?.names[lang] ?? said.isp],
    ['subdivisionCode', declaredRegion?.names[lang] ?? said.subdivisionCode],
    ['accessTechnology', said.accessTechnology && declared.accessTechnology[said.accessTechnology]],
    ['connectionMethod', said.connectionMethod && declared.connectionMethod[said.connectionMethod]],
    ['dwelling', said.dwelling && declared.dwelling[said.dwelling]],
    ['medium', said.medium && declared.medium[said.medium]],
    ['contractDownloadBps', rate(said.contractDownloadBps)],
    ['contractUploadBps', rate(said.contractUploadBps)],
  ];
  return answers.flatMap(([field, value]) => (value ? [{ label: declared.fields[field], value }] : []));
}

function Summaries({ document, lang }: { document: ResultDocument; lang: Lang }) {
  const { result, metrics } = messagesIn(lang);
  const phases = {
    download: metrics.figures.downloadBps.label,
    upload: metrics.figures.uploadBps.label,
    bidirectional: metrics.bidirectional.label,
  };
  return (
    <section>
      <h2 id="summaries">{result.summariesHeading}</h2>
      {document.summaries.length === 0 ? (
        <p>{result.summariesNone}</p>
      ) : (
        <>
          <p class="fine">{result.summariesText}</p>
          <div class="scroll" tabindex={0} role="region" aria-labelledby="summaries">
            <table class="numbers">
              <thead>
                <tr>
                  <th scope="col">{result.summary.direction}</th>
                  <th scope="col">{result.summary.bytes}</th>
                  <th scope="col">{result.summary.agentBytes}</th>
                  <th scope="col">{result.summary.duration}</th>
                  <th scope="col">{result.summary.connections}</th>
                  <th scope="col">{result.summary.edge}</th>
                </tr>
              </thead>
              <tbody>
                {document.summaries.map((summary) => (
                  <tr>
                    <th scope="row">{phases[summary.direction]}</th>
                    <td>{figureText(formatBytes(summary.bytes, lang))}</td>
                    <td>{figureText(formatBytes(summary.agentBytes, lang))}</td>
                    <td>{figureText(formatSeconds(summary.durationMs, lang))}</td>
                    <td>{formatCount(summary.connections, lang)}</td>
                    <td>{summary.edge ?? result.unknown}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
}

function aboutFacts(document: ResultDocument, lang: Lang): Fact[] {
  const { result } = messagesIn(lang);
  const { about } = result;
  const moment = (at: string) => formatMoment(at, document.network.timeZone, lang);
  return [
    { label: about.startedAt, value: moment(document.startedAt) },
    { label: about.receivedAt, value: moment(document.receivedAt) },
    { label: about.duration, value: figureText(formatSeconds(document.durationMs, lang)) },
    { label: about.bytesDownload, value: figureText(formatBytes(document.bytes.download, lang)) },
    { label: about.bytesUpload, value: figureText(formatBytes(document.bytes.upload, lang)) },
    { label: about.cohort, value: result.cohorts[document.cohort] },
    {
      label: about.agent,
      value: `${document.agent.name} ${document.agent.version} (${document.agent.kind})`,
    },
    { label: about.methodVersion, value: String(document.methodVersion) },
    { label: about.protocol, value: document.protocol },
    { label: about.transport, value: document.transport },
    { label: about.id, value: document.measurementId },
  ];
}

/** One result: every figure, whether it counts and why, complete without JavaScript. */
export function ResultPage(props: ResultPageProps) {
  const { frame, document } = props;
  const { lang } = frame;
  const messages = messagesIn(lang);
  const { result, suitability, metrics, resultPage: share } = messages;
  const figures = useFiguresOf(document);
  const words = suitabilityText(figures, suitability, lang);
  const measuredAt = formatMoment(document.startedAt, document.network.timeZone, lang);
  const declared = declaredFacts(props);
  const summary = resultLine(figures, messages, lang);
  const id = document.measurementId;
  const { timeline } = document;
  // Older documents tell nothing of when a direction began, so that each rate has its own axis.
  const hasCurves = timeline === undefined && (document.download !== null || document.upload !== null);
  return (
    <Layout
      frame={frame}
      title={`${result.title} ${measuredAt}`}
      description={`${summary} – ${words.uses}`}
      card={{ image: resultAddresses(frame, id).image, alt: share.cardAlt(summary) }}
      section={null}
      noindex
      script={[
        frame.assets.resultTools,
        ...(hasCurves ? [frame.assets.charts] : []),
        ...(isUnconfirmed(document) ? [frame.assets.confirmConnection] : []),
      ]}
    >
      <p class="eyebrow">
        {result.heading}
        {' · '}
        <time datetime={document.startedAt}>{measuredAt}</time>
      </p>
      <h1 class="verdict">{words.uses}</h1>
      {words.limit && <p class="lede">{words.limit}</p>}
      {words.delay && <p class="lede">{words.delay}</p>}
      <Tiles document={document} lang={lang} />
      <Grades figures={figures} lang={lang} />
      <StandingSection standing={props.standing} lang={lang} />
      <Counted document={document} lang={lang} />
      {document.connectionGuess && (
        <ConnectionGuessSection document={document} guess={document.connectionGuess} lang={lang} />
      )}
      {props.siblings.length > 0 && <Siblings documents={[document, ...props.siblings]} lang={lang} />}
      {timeline && <RunSection document={document} timeline={timeline} lang={lang} />}
      {hasCurves && (
        <section>
          <h2>{result.curvesHeading}</h2>
          <p class="fine">{result.curveLegend}</p>
          <div class="curves">
            {document.download && (
              <Curve lang={lang} label={metrics.figures.downloadBps.label} load={document.download} />
            )}
            {document.upload && (
              <Curve lang={lang} label={metrics.figures.uploadBps.label} load={document.upload} />
            )}
          </div>
        </section>
      )}
      <section>
        <h2 id="figures">{result.figuresHeading}</h2>
        <table class="meanings" aria-labelledby="figures">
          <thead>
            <tr>
              <th scope="col">{result.figure}</th>
              <th scope="col">{result.value}</th>
              <th scope="col">{result.meaning}</th>
            </tr>
          </thead>
          <tbody>
            {figureRows(document, lang).map(({ label, value, meaning, reason }) => (
              <tr>
                <th scope="row">{label}</th>
                <td class={value === null ? 'value none' : 'value'}>{value ?? reason}</td>
                <td class="meaning">{meaning}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <div class="two">
        <section>
          <h2>{result.networkHeading}</h2>
          <Facts facts={networkFacts(props)} />
        </section>
        <section>
          <h2>{result.declaredHeading}</h2>
          {declared.length === 0 ? <p>{result.declaredNone}</p> : <Facts facts={declared} />}
        </section>
      </div>
      <Summaries document={document} lang={lang} />
      <ChecksSection checks={props.checks} lang={lang} />
      <OtherScores document={document} lang={lang} />
      <section>
        <h2>{result.aboutHeading}</h2>
        <Facts facts={aboutFacts(document, lang)} />
      </section>
      <section class="downloads">
        <h2>{result.downloads}</h2>
        <p class="actions">
          <a class="button quiet" href={`${API_PATHS.results}/${id}`}>
            {result.json}
          </a>
          <a class="button quiet" href={`/r/${id}.csv`} download>
            {result.csv}
          </a>
          <a class="button primary" href={pathIn(lang, '/')}>
            {result.again}
          </a>
        </p>
      </section>
      <ShareSection frame={frame} id={id} figures={figures} />
      <RecordSection frame={frame} id={id} />
    </Layout>
  );
}
