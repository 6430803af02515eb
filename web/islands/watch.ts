import { stabilityOf, type WatchSample } from '../../measurement-agent/metrics/stability.ts';
import { formatCount, formatRatio } from '../format/count.ts';
import { formatDelay, formatRoundDelay } from '../format/delay.ts';
import { figureText } from '../format/figure.ts';
import { watchEn } from '../messages/watch-en.ts';
import { watchJa } from '../messages/watch-ja.ts';
import { actions, pathSlot, setText, slot } from './slots.ts';
import { watchMinutes } from './watch/minutes.ts';
import { watchCsv, watchPlot } from './watch/plot.ts';
import { isOutage, watchRecord } from './watch/record.ts';
import { watchRows } from './watch/rows.ts';
import { beginWatch, type RunningWatch } from './watch/watching-thread.ts';
import { pageLang } from './words.ts';

/** The page of the stability watch: starts the watching thread, draws what it reports once a second, and keeps a summary. */

const lang = pageLang();
const words = { ja: watchJa, en: watchEn }[lang];
const DRAW_EVERY_MS = 1_000;
const MINUTE_MS = 60_000;

let samples: WatchSample[] = [];
let startedAtMs = 0;
let durationMs = 0;
let thresholdMs = 0;
let running: RunningWatch | null = null;
let drawing: ReturnType<typeof setInterval> | null = null;

const delay = (ms: number) => figureText(formatDelay(ms, lang));
const roundDelay = (ms: number) => figureText(formatRoundDelay(ms, lang));

function start(form: HTMLFormElement): void {
  if (running !== null) return;
  const chosen = new FormData(form);
  durationMs = Number(chosen.get('minutes')) * MINUTE_MS;
  thresholdMs = Number(chosen.get('threshold'));
  samples = [];
  startedAtMs = Date.now();
  slot('failed').hidden = true;
  slot('watching').hidden = false;
  slot('heading').textContent = words.running;
  slot('verdict').textContent = '';
  setText(slot('asleep'), null);
  setText(slot('in-history'), null);
  setRunning(true);
  slot('heading').focus({ preventScroll: true });
  running = beginWatch(durationMs, hear, (ok) => end(ok || samples.length > 0));
  drawing = setInterval(draw, DRAW_EVERY_MS);
  draw();
}

function hear(sample: WatchSample): void {
  // The watch begins when its connection stands; only its own times say when that was.
  if (samples.length === 0 && sample.kind === 'round-trip')
    startedAtMs = Date.now() - sample.atMs - sample.rttMs;
  samples.push(sample);
}

function end(seen: boolean): void {
  running?.end();
  running = null;
  if (drawing !== null) clearInterval(drawing);
  drawing = null;
  setRunning(false);
  slot('failed').hidden = seen;
  slot('watching').hidden = !seen;
  if (!seen) return;
  draw();
  slot('heading').textContent = words.ended;
  setText(slot('left'), null);
  const found = stabilityOf(samples, thresholdMs);
  const { breaches, asleepMs } = found;
  const outages = breaches.filter(isOutage).length;
  slot('verdict').textContent =
    breaches.length === 0
      ? words.calm
      : words.breaches(formatCount(breaches.length - outages, lang), formatCount(outages, lang));
  const asleepSeconds = Math.round(asleepMs / 1000);
  setText(slot('asleep'), asleepSeconds === 0 ? null : words.asleep(formatCount(asleepSeconds, lang)));
  const watch = {
    id: randomId(),
    at: new Date(startedAtMs).toISOString(),
    durationMs: Math.min(durationMs, Date.now() - startedAtMs),
    thresholdMs,
  };
  void keep(watchRecord(found, watch));
}

/** `crypto.randomUUID` is not there without https. */
function randomId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}

/** Loaded only now: a line that is away must not keep a watch from beginning. */
async function keep(record: ReturnType<typeof watchRecord>): Promise<void> {
  const { history } = await import('./history/history-store.ts');
  const kept = await history.watches.put([record]);
  setText(slot('in-history'), kept.ok ? words.inHistory : words.notInHistory);
}

function setRunning(on: boolean): void {
  for (const button of slot('form').querySelectorAll<HTMLButtonElement>('[type="submit"]'))
    button.hidden = on;
  for (const button of actions('stop')) button.hidden = !on;
  for (const button of actions('save')) button.hidden = on || samples.length === 0;
  for (const field of slot('form').querySelectorAll('select')) field.disabled = on;
}

function draw(): void {
  const leftMs = Math.max(0, durationMs - (Date.now() - startedAtMs));
  const minutes = Math.floor(leftMs / MINUTE_MS);
  const seconds = String(Math.floor((leftMs % MINUTE_MS) / 1000)).padStart(2, '0');
  setText(slot('left'), words.left(`${minutes}:${seconds}`));
  const { line, silent, threshold, axisMs, beyondAxis, loss, lossAxis } = watchPlot(
    samples,
    durationMs,
    thresholdMs,
  );
  for (const [name, path] of Object.entries({ line, silent, threshold, loss }))
    pathSlot(name).setAttribute('d', path);
  slot('axis').textContent =
    `0–${roundDelay(axisMs)} · ${words.threshold} ${roundDelay(thresholdMs)}${beyondAxis ? ` · ${words.beyond}` : ''}`;
  const { rttMs, breaches, datagrams } = stabilityOf(samples, thresholdMs);
  const last = samples.findLast((sample) => sample.kind === 'round-trip');
  fill('now', last?.kind === 'round-trip' ? last.rttMs : null);
  for (const name of ['p50', 'p95', 'p99', 'max'] as const) fill(name, rttMs?.[name] ?? null);
  slot('loss-part').hidden = datagrams === null;
  slot('loss-plot').hidden = datagrams?.lost === 0;
  if (datagrams !== null) slot('loss-text').textContent = lossText(datagrams, lossAxis);
  const rows = watchRows(words, lang, startedAtMs);
  slot('breaches').hidden = breaches.length === 0;
  slot('breach-rows').replaceChildren(...breaches.map((breach) => rows.breach(breach)));
  slot('minute-rows').replaceChildren(
    ...watchMinutes(samples, thresholdMs).map((minute) => rows.minute(minute)),
  );
}

function lossText(
  { sent, lost, lossRatio, lowRatio, highRatio }: NonNullable<ReturnType<typeof stabilityOf>['datagrams']>,
  axis: number,
): string {
  return [
    words.lossText(formatRatio(lossRatio, lang), formatCount(lost, lang), formatCount(sent, lang)),
    words.lossRange(formatRatio(lowRatio, lang), formatRatio(highRatio, lang)),
    ...(lost === 0 ? [] : [words.lossAxis(formatRatio(axis, lang))]),
  ].join(lang === 'ja' ? '' : ' ');
}

function fill(name: string, ms: number | null): void {
  const place = slot(`tile-${name}`).querySelector('dd');
  if (place !== null) place.textContent = ms === null ? words.none : delay(ms);
}

function save(): void {
  const link = document.createElement('a');
  link.download = 'jissoku-watch.csv';
  link.href = URL.createObjectURL(new Blob([watchCsv(samples, startedAtMs)], { type: 'text/csv' }));
  link.click();
  URL.revokeObjectURL(link.href);
}

const form = slot('form');
if (form instanceof HTMLFormElement)
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    start(form);
  });
for (const button of actions('stop')) button.addEventListener('click', () => end(samples.length > 0));
for (const button of actions('save')) button.addEventListener('click', save);
