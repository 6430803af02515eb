import { addedDelayMs } from '../../measurement-agent/metrics/added-delay.ts';
import { useFiguresOf } from '../../measurement-agent/metrics/scores/measured-figures.ts';
import type { ResultDocument } from '../../measurement-agent/protocol/result.ts';
import { formatBytes } from '../format/bytes.ts';
import { formatCount, formatRatio } from '../format/count.ts';
import { formatDelay } from '../format/delay.ts';
import { formatSeconds } from '../format/duration.ts';
import { figureText } from '../format/figure.ts';
import type { Lang } from '../format/language.ts';
import { formatRate } from '../format/rate.ts';
import { messagesIn } from '../messages/messages.ts';
import { certaintyRows } from './certainty-rows.ts';

/** One row of the table of all figures. `value` is null when there is none; `reason` then says why in words. */
export interface FigureRow {
  label: string;
  value: string | null;
  meaning: string;
  reason: string | null;
}

/** Every figure of a result in words and rounded numbers, in reading order. */
export function figureRows(document: ResultDocument, lang: Lang): FigureRow[] {
  const { metrics, result, missingReasons } = messagesIn(lang);
  const { idle, download, upload, loss, responsiveness, missing } = document;
  const delay = (ms: number) => figureText(formatDelay(ms, lang));
  const rate = (bps: number) => figureText(formatRate(bps, lang));
  const count = (n: number) => formatCount(n, lang);
  const reasonOf = (field: keyof ResultDocument['missing']) =>
    missingReasons[missing[field] ?? 'not-measured'];
  const row = (
    label: string,
    meaning: string,
    value: string | null,
    field: keyof ResultDocument['missing'],
  ): FigureRow => ({ label, meaning, value, reason: value === null ? reasonOf(field) : null });

  const loadRows = (direction: 'download' | 'upload'): FigureRow[] => {
    const load = direction === 'download' ? download : upload;
    const goodput = metrics.figures[direction === 'download' ? 'downloadBps' : 'uploadBps'];
    const working = metrics.figures[direction === 'download' ? 'workingRttDownloadMs' : 'workingRttUploadMs'];
    const rows = [row(goodput.label, goodput.meaning, load && rate(load.goodputBps), direction)];
    // What belongs to a direction that has no figure has none either: saying so once is enough.
    if (load === null) return rows;
    rows.push(...certaintyRows(load, goodput.label, lang));
    const rtt = load.workingRttMs;
    const workingField = `${direction}.workingRttMs` as const;
    rows.push(
      row(
        metrics.qualified(working.label, metrics.median.label),
        working.meaning,
        rtt && delay(rtt.p50),
        workingField,
      ),
    );
    if (rtt !== null)
      rows.push(
        row(
          metrics.qualified(working.label, metrics.p95.label),
          metrics.p95.meaning,
          delay(rtt.p95),
          workingField,
        ),
      );
    const self = load.selfRttMs;
    if (self)
      rows.push(
        row(
          metrics.qualified(metrics.selfRtt.label(goodput.label), metrics.median.label),
          metrics.selfRtt.meaning,
          delay(self.p50),
          `${direction}.selfRttMs`,
        ),
      );
    return rows;
  };

  const line = useFiguresOf(document);
  const addedMs = addedDelayMs(line.idleRttMs, line.workingRttMs);
  const addedRows: FigureRow[] =
    addedMs === null ? [] : [{ ...metrics.addedDelay, value: delay(addedMs), reason: null }];
  const both = document.bidirectional;
  const bothRows: FigureRow[] = both
    ? [
        {
          label: metrics.bidirectional.label,
          meaning: metrics.bidirectional.meaning,
          value: metrics.bidirectional.value(rate(both.download.goodputBps), rate(both.upload.goodputBps)),
          reason: null,
        },
      ]
    : [];
  const idleLabel = metrics.figures.idleRttMs.label;
  const idleRows: FigureRow[] =
    idle === null
      ? [row(idleLabel, metrics.figures.idleRttMs.meaning, null, 'idle')]
      : [
          row(
            metrics.qualified(idleLabel, metrics.median.label),
            metrics.figures.idleRttMs.meaning,
            delay(idle.rttMs.p50),
            'idle',
          ),
          row(
            metrics.qualified(idleLabel, metrics.minimum.label),
            metrics.minimum.meaning,
            delay(idle.rttMs.min),
            'idle',
          ),
          row(
            metrics.qualified(idleLabel, metrics.p95.label),
            metrics.p95.meaning,
            delay(idle.rttMs.p95),
            'idle',
          ),
          {
            label: metrics.ipdv.label,
            meaning: metrics.ipdv.meaning,
            value: idle.ipdvMeanAbsMs === null ? null : delay(idle.ipdvMeanAbsMs),
            reason: idle.ipdvMeanAbsMs === null ? missingReasons['too-few-samples'] : null,
          },
          {
            label: metrics.pdv.label,
            meaning: metrics.pdv.meaning,
            value: idle.pdvP95Ms === null ? null : delay(idle.pdvP95Ms),
            reason: idle.pdvP95Ms === null ? missingReasons['too-few-samples'] : null,
          },
          row(metrics.samples.label, metrics.samples.meaning, count(idle.samples), 'idle'),
        ];

  return [
    ...loadRows('download'),
    ...loadRows('upload'),
    ...idleRows,
    ...addedRows,
    ...bothRows,
    row(
      metrics.loss.label,
      metrics.loss.meaning,
      loss &&
        metrics.qualified(
          formatRatio(loss.lossRatio, lang),
          result.lossCounts(count(loss.lost), count(loss.sent)),
        ),
      'loss',
    ),
    ...(loss?.working
      ? [
          row(
            metrics.workingLoss.label,
            metrics.workingLoss.meaning,
            metrics.qualified(
              formatRatio(loss.working.lossRatio, lang),
              result.lossCounts(count(loss.working.lost), count(loss.working.sent)),
            ),
            'loss.working',
          ),
        ]
      : []),
    row(
      metrics.responsiveness.label,
      metrics.responsiveness.meaning,
      responsiveness &&
        metrics.qualified(`${count(responsiveness.rpm)} RPM`, result.confidence[responsiveness.confidence]),
      'responsiveness',
    ),
  ];
}

/** How a direction was measured, for the list beneath its curve. */
export function loadFacts(
  load: NonNullable<ResultDocument['download']>,
  lang: Lang,
): { label: string; value: string }[] {
  const { result } = messagesIn(lang);
  return [
    { label: result.load.bytes, value: figureText(formatBytes(load.bytes, lang)) },
    { label: result.load.connections, value: formatCount(load.connections, lang) },
    { label: result.load.duration, value: figureText(formatSeconds(load.durationMs, lang)) },
    ...(load.endedBy === undefined
      ? []
      : [{ label: result.load.endedBy, value: result.endedBy[load.endedBy] }]),
  ];
}
