import type { ResultDocument, Timeline } from '../../measurement-agent/protocol/result.ts';
import { RunChart } from '../charts/run-chart.tsx';
import { type RunPlots, runPlots } from '../charts/run-plots.ts';
import { formatCount } from '../format/count.ts';
import { formatDelay } from '../format/delay.ts';
import { formatSeconds } from '../format/duration.ts';
import { figureText } from '../format/figure.ts';
import type { Lang } from '../format/language.ts';
import { formatList } from '../format/list.ts';
import { formatRate } from '../format/rate.ts';
import { messagesIn } from '../messages/messages.ts';
import { Facts } from './facts.tsx';
import { loadFacts } from './figure-rows.ts';
import { PointsTable } from './points-table.tsx';

interface RunSectionProps {
  document: ResultDocument;
  timeline: Timeline;
  lang: Lang;
}

/** The whole test over time: three plots, what they show in a sentence, and their numbers. */
export function RunSection({ document, timeline, lang }: RunSectionProps) {
  const { plots: words, missingReasons, metrics, result } = messagesIn(lang);
  const { download, upload, loss, missing } = document;
  const plots = runPlots({ download, upload, timeline });
  const why = (field: keyof ResultDocument['missing']) => missingReasons[missing[field] ?? 'not-measured'];
  const seconds = (ms: number) => figureText(formatSeconds(ms, lang));
  const delay = (ms: number) => figureText(formatDelay(ms, lang));
  const roundTrips = [
    ...timeline.idleRtts.map(([atMs, rttMs]) => [seconds(atMs), words.idle, delay(rttMs)]),
    ...timeline.workingRtts.map(([atMs, rttMs]) => [seconds(atMs), words.working, delay(rttMs)]),
  ];
  return (
    <section>
      <h2>{words.heading}</h2>
      <p>{sentence(document, timeline, plots, lang)}</p>
      <ol class="run-stages" aria-label={words.stagesLabel}>
        {plots.stages.map(({ stage, fromMs }) => (
          <li>{words.stageFrom(words.stages[stage], seconds(fromMs))}</li>
        ))}
      </ol>
      <RunChart
        lang={lang}
        plots={plots}
        missing={{
          rate: why('download'),
          delay: why('idle'),
          loss: loss === null ? words.notMeasured(why('loss')) : words.lossNotKept,
        }}
        lossText={lossText(plots, lang) ?? ''}
      />
      <p class="fine">{words.legend}</p>
      <details class="run-tables">
        <summary>{words.tables}</summary>
        {plots.rate?.rates.map(({ direction, load, beganMs }) => (
          <PointsTable
            caption={words.rateTable(words.stages[direction])}
            heads={[words.axis, result.rate]}
            rows={load.series.map(([ms, bps]) => [seconds(beganMs + ms), figureText(formatRate(bps, lang))])}
          />
        ))}
        {roundTrips.length > 0 && (
          <>
            <p class="fine">{words.thinned}</p>
            <PointsTable
              caption={words.delay}
              heads={[words.axis, words.line, words.delay]}
              rows={roundTrips}
            />
          </>
        )}
        {plots.loss !== null && timeline.loss !== null && (
          <PointsTable
            caption={words.loss}
            heads={[words.axis, words.sent, words.lostCount]}
            rows={timeline.loss.parts.map(([fromMs, sent, lost]) => [
              seconds(fromMs),
              formatCount(sent, lang),
              formatCount(lost, lang),
            ])}
          />
        )}
      </details>
      <div class="curves">
        {download && (
          <div class="curve-figure">
            <h3>{metrics.figures.downloadBps.label}</h3>
            <Facts facts={loadFacts(download, lang)} />
          </div>
        )}
        {upload && (
          <div class="curve-figure">
            <h3>{metrics.figures.uploadBps.label}</h3>
            <Facts facts={loadFacts(upload, lang)} />
          </div>
        )}
      </div>
    </section>
  );
}

function lossText({ loss }: RunPlots, lang: Lang): string | null {
  if (loss === null) return null;
  const { plots } = messagesIn(lang);
  const sent = formatCount(loss.sent, lang);
  return loss.lost === 0 ? plots.noneLost(sent) : plots.lost(formatCount(loss.lost, lang), sent);
}

function sentence(document: ResultDocument, timeline: Timeline, plots: RunPlots, lang: Lang): string {
  const { plots: words, metrics } = messagesIn(lang);
  const { download, upload, idle } = document;
  const said = (label: string, value: string | null) => (value === null ? [] : [words.figure(label, value)]);
  const rate = (load: ResultDocument['download']) => load && figureText(formatRate(load.goodputBps, lang));
  const [slowest] = [...timeline.idleRtts, ...timeline.workingRtts].toSorted(([, a], [, b]) => b - a);
  const figures = [
    ...said(metrics.figures.downloadBps.label, rate(download)),
    ...said(metrics.figures.uploadBps.label, rate(upload)),
    ...said(metrics.figures.idleRttMs.label, idle && figureText(formatDelay(idle.rttMs.p50, lang))),
    ...(slowest === undefined
      ? []
      : [words.peak(figureText(formatDelay(slowest[1], lang)), figureText(formatSeconds(slowest[0], lang)))]),
    ...said(words.loss, lossText(plots, lang)),
  ];
  return words.sentence(figureText(formatSeconds(plots.spanMs, lang)), formatList(figures, lang));
}
