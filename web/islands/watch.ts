import { type Breach, stabilityOf, type WatchSample } from '../../measurement-agent/metrics/stability.ts';
import { formatCount } from '../format/count.ts';
import { formatDelay, formatRoundDelay } from '../format/delay.ts';
import { figureText } from '../format/figure.ts';
import { LOCALES } from '../format/language.ts';
import { watchEn } from '../messages/watch-en.ts';
import { watchJa } from '../messages/watch-ja.ts';
import { actions, pathSlot, setText, slot } from './slots.ts';
import { watchCsv, watchPlot } from './watch/plot.ts';
import type { WatchReport } from './watch/report.ts';
import { pageLang } from './words.ts';

/** The page of the stability watch: starts the watching thread and draws what it reports, once a second. */

const lang = pageLang();
const words = { ja: watchJa, en: watchEn }[lang];
const DRAW_EVERY_MS = 1_000;
const MINUTE_MS = 60_000;

let samples: WatchSample[] = [];
let startedAtMs = 0;
let durationMs = 0;
let thresholdMs = 0;
let worker: Worker | null = null;
let drawing: ReturnType<typeof setInterval> | null = null;

const delay = (ms: number) => figureText(formatDelay(ms, lang));

function start(form: HTMLFormElement): void {
  if (worker !== null) return;
  const chosen = new FormData(form);
  durationMs = Number(chosen.get('minutes')) * MINUTE_MS;
  thresholdMs = Number(chosen.get('threshold'));
  samples = [];
  startedAtMs = Date.now();
  slot('failed').hidden = true;
  slot('watching').hidden = false;
  slot('heading').textContent = words.running;
  slot('verdict').textContent = '';
  slot('breaches').hidden = true;
  setText(slot('asleep'), null);
  setRunning(true);
  slot('heading').focus({ preventScroll: true });
  worker = new Worker(new URL('./watch.worker.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('message', ({ data }: MessageEvent<WatchReport>) => hear(data));
  worker.addEventListener('error', () => hear({ type: 'ended', ok: false }));
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has one page only
  worker.postMessage({ durationMs });
  drawing = setInterval(draw, DRAW_EVERY_MS);
  draw();
}

function hear(report: WatchReport): void {
  if (report.type === 'sample') samples.push(report.sample);
  else end(report.ok || samples.length > 0);
}

function end(seen: boolean): void {
  worker?.terminate();
  worker = null;
  if (drawing !== null) clearInterval(drawing);
  drawing = null;
  setRunning(false);
  slot('failed').hidden = seen;
  slot('watching').hidden = !seen;
  if (!seen) return;
  draw();
  slot('heading').textContent = words.ended;
  setText(slot('left'), null);
  const { breaches, asleepMs } = stabilityOf(samples, thresholdMs);
  slot('verdict').textContent =
    breaches.length === 0 ? words.calm : words.breaches(formatCount(breaches.length, lang));
  setText(slot('asleep'), asleepMs === 0 ? null : words.asleep(formatCount(asleepMs / 1000, lang)));
}

function setRunning(running: boolean): void {
  for (const button of slot('form').querySelectorAll<HTMLButtonElement>('[type="submit"]'))
    button.hidden = running;
  for (const button of actions('stop')) button.hidden = !running;
  for (const button of actions('save')) button.hidden = running || samples.length === 0;
  for (const field of slot('form').querySelectorAll<HTMLSelectElement | HTMLButtonElement>('select'))
    field.disabled = running;
}

function draw(): void {
  const leftMs = Math.max(0, durationMs - (Date.now() - startedAtMs));
  const minutes = Math.floor(leftMs / MINUTE_MS);
  const seconds = String(Math.floor((leftMs % MINUTE_MS) / 1000)).padStart(2, '0');
  setText(slot('left'), words.left(`${minutes}:${seconds}`));
  const { line, silent, threshold, axisMs } = watchPlot(samples, durationMs, thresholdMs);
  pathSlot('line').setAttribute('d', line);
  pathSlot('silent').setAttribute('d', silent);
  pathSlot('threshold').setAttribute('d', threshold);
  slot('axis').textContent =
    `0–${figureText(formatRoundDelay(axisMs, lang))} · ${words.threshold} ${delay(thresholdMs)}`;
  const { rttMs, breaches } = stabilityOf(samples, thresholdMs);
  const last = samples.findLast((sample) => sample.kind === 'round-trip');
  fill('now', last?.kind === 'round-trip' ? last.rttMs : null);
  for (const name of ['p50', 'p95', 'p99', 'max'] as const) fill(name, rttMs?.[name] ?? null);
  slot('breaches').hidden = breaches.length === 0;
  slot('breach-rows').replaceChildren(...breaches.map((breach) => breachRow(breach)));
}

function fill(name: string, ms: number | null): void {
  const place = slot(`tile-${name}`).querySelector('dd');
  if (place !== null) place.textContent = ms === null ? words.none : delay(ms);
}

const clock = new Intl.DateTimeFormat(LOCALES[lang], {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

function breachRow({ fromMs, untilMs, worstRttMs, unanswered }: Breach): HTMLTableRowElement {
  const row = document.createElement('tr');
  const at = document.createElement('th');
  at.scope = 'row';
  at.textContent = clock.format(startedAtMs + fromMs);
  row.append(at);
  for (const text of [
    words.seconds(formatCount(Math.max(1, (untilMs - fromMs) / 1000), lang)),
    worstRttMs === null ? words.silent : delay(worstRttMs),
    formatCount(unanswered, lang),
  ]) {
    const cell = document.createElement('td');
    cell.textContent = text;
    row.append(cell);
  }
  return row;
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
