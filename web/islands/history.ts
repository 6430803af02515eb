import { CURVE_VIEW, curvePath } from '../charts/curve.ts';
import { roundAxis } from '../charts/scale.ts';
import { formatCount, formatRatio } from '../format/count.ts';
import { formatDelay, formatRoundDelay } from '../format/delay.ts';
import { type Figure, figureText } from '../format/figure.ts';
import { numberFormat } from '../format/formats.ts';
import { formatMoment } from '../format/moment.ts';
import { formatRate, formatRoundRate } from '../format/rate.ts';
import { historyEn } from '../messages/history-en.ts';
import { historyJa } from '../messages/history-ja.ts';
import { answerOf } from './answer-of.ts';
import { deletePublished } from './delete-published.ts';
import { differenceOf } from './history/difference.ts';
import { element, terms } from './history/element.ts';
import { history } from './history/history-store.ts';
import { type HistoryRun } from './history/run-schema.ts';
import { fromJson, type HistoryContent, toCsv, toJson } from './history/transfer.ts';
import { watchItem } from './history/watch-item.ts';
import { forgetResult, ownResults } from './remembered.ts';
import { actions, dialogSlot, setText, slot } from './slots.ts';
import { pageStore } from './store.ts';
import { pageLang } from './words.ts';

/** The history page: shows what this device keeps, and lets its owner compare, save, read and delete it. */

const lang = pageLang();
const words = { ja: historyJa, en: historyEn }[lang];
const store = pageStore();
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const chosen = new Set<string>();

const rate = (bps: number | null) => shown(bps, (value) => formatRate(value, lang));
const delay = (ms: number | null) => shown(ms, (value) => formatDelay(value, lang));
const moment = (run: HistoryRun) => formatMoment(run.at, zone, lang);

function shown(value: number | null, format: (value: number) => Figure): string {
  return value === null ? words.unknown : figureText(format(value));
}

async function show(): Promise<void> {
  const [found, watches] = await Promise.all([history.all(), history.watches.all()]);
  slot('refused').hidden = found.ok;
  if (!found.ok || !watches.ok) return;
  const runs = found.value;
  for (const id of chosen) if (!runs.some((run) => run.id === id)) chosen.delete(id);
  slot('empty').hidden = runs.length > 0 || watches.value.length > 0;
  slot('watched').hidden = watches.value.length === 0;
  slot('watches').replaceChildren(
    ...watches.value.map((watch) =>
      watchItem(watch, { words, lang, zone }, () => void history.watches.delete(watch.id).then(show)),
    ),
  );
  slot('filled').hidden = runs.length === 0;
  slot('keep').hidden = false;
  showActions(runs.length, watches.value.length);
  showTrends(runs.toReversed());
  slot('runs').replaceChildren(...runs.map((run) => runItem(run, runs)));
  showComparison(runs);
}

/** Shows of what saves and deletes only what has something to act on. A file can always be read. */
function showActions(runs: number, watches: number): void {
  const nothingKept = runs + watches === 0;
  const nothingPublished = ownResults(store).length === 0;
  slot('exports').hidden = nothingKept;
  for (const button of actions('export-csv')) button.hidden = runs === 0;
  slot('clear').hidden = nothingKept;
  slot('clear-published').hidden = nothingPublished;
}

function runItem(run: HistoryRun, runs: readonly HistoryRun[]): HTMLElement {
  const item = element('li');
  const choose = element('input', '', { type: 'checkbox', 'aria-label': words.chooseRun(moment(run)) });
  choose.checked = chosen.has(run.id);
  choose.addEventListener('change', () => {
    if (choose.checked) chosen.add(run.id);
    else chosen.delete(run.id);
    // The one that was chosen first makes room for a third.
    const [first] = chosen;
    if (chosen.size > 2 && first !== undefined) chosen.delete(first);
    for (const [index, box] of slot('runs').querySelectorAll<HTMLInputElement>('input').entries())
      box.checked = chosen.has(runs[index]?.id ?? '');
    showComparison(runs);
  });
  const figures = terms([
    [words.down, rate(run.downloadBps)],
    [words.up, rate(run.uploadBps)],
    [words.idle, delay(run.idleRttMs)],
  ]);
  const head = element('label', '', { class: 'run-head' });
  head.append(choose, ` ${moment(run)}`);
  const way = [run.isp ?? '', run.medium === null ? '' : words.media[run.medium]].filter(Boolean).join(' · ');
  const foot = element('p', '', { class: 'run-foot' });
  const remove = element('button', words.remove, {
    type: 'button',
    class: 'quiet',
    'aria-label': words.removeRun(moment(run)),
  });
  remove.addEventListener('click', () => void removeRun(run));
  foot.append(element('a', words.result, { href: `/${lang}/r/${run.id}` }), ' ', remove);
  item.append(head, ...(way === '' ? [] : [element('p', way, { class: 'fine' })]), figures, foot);
  return item;
}

function showComparison(runs: readonly HistoryRun[]): void {
  const [earlier, later] = runs
    .filter(({ id }) => chosen.has(id))
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  slot('compare').hidden = earlier === undefined || later === undefined;
  if (earlier === undefined || later === undefined) return;
  slot('compare-head').replaceChildren(
    element('td'),
    ...[`${words.earlier} ${moment(earlier)}`, `${words.later} ${moment(later)}`, words.difference].map(
      (text) => element('th', text, { scope: 'col' }),
    ),
  );
  const row = (label: string, texts: readonly string[]) => {
    const made = element('tr');
    made.append(element('th', label, { scope: 'row' }), ...texts.map((text) => element('td', text)));
    return made;
  };
  const rateRow = (
    label: string,
    value: 'downloadBps' | 'uploadBps',
    interval: 'downloadIntervalBps' | 'uploadIntervalBps',
  ) =>
    row(label, [
      rate(earlier[value]),
      rate(later[value]),
      differenceText(
        { value: earlier[value], interval: earlier[interval] },
        { value: later[value], interval: later[interval] },
      ),
    ]);
  const plainRow = (label: string, text: (run: HistoryRun) => string) =>
    row(label, [text(earlier), text(later), words.unknown]);
  slot('compare-rows').replaceChildren(
    rateRow(words.down, 'downloadBps', 'downloadIntervalBps'),
    rateRow(words.up, 'uploadBps', 'uploadIntervalBps'),
    plainRow(words.idle, (run) => delay(run.idleRttMs)),
    plainRow(words.workingDown, (run) => delay(run.workingRttDownloadMs)),
    plainRow(words.loss, (run) =>
      run.lossRatio === null ? words.unknown : formatRatio(run.lossRatio, lang),
    ),
    plainRow(words.isp, (run) => run.isp ?? words.unknown),
    plainRow(words.medium, (run) => (run.medium === null ? words.unknown : words.media[run.medium])),
  );
}

function differenceText(...of: Parameters<typeof differenceOf>): string {
  const difference = differenceOf(...of);
  if (difference.kind === 'unknown') return words.unknown;
  if (difference.kind === 'within-error') return words.withinError;
  const percent = numberFormat(lang, {
    style: 'percent',
    maximumFractionDigits: 0,
    signDisplay: 'always',
  });
  return percent.format(difference.ratio - 1);
}

/** Two small drawings; the list beneath has the same numbers. */
function showTrends(runs: readonly HistoryRun[]): void {
  slot('trend-text').textContent = words.trendText(formatCount(runs.length, lang));
  slot('trends').replaceChildren(
    trend(
      [words.down, words.up],
      [runs.map((run) => run.downloadBps), runs.map((run) => run.uploadBps)],
      (bps) => figureText(formatRoundRate(bps, lang)),
    ),
    trend([words.idle], [runs.map((run) => run.idleRttMs)], (ms) => figureText(formatRoundDelay(ms, lang))),
  );
}

const SVG = 'http://www.w3.org/2000/svg';

function trend(
  names: readonly string[],
  series: readonly (readonly (number | null)[])[],
  axisText: (value: number) => string,
): HTMLElement {
  const axis = roundAxis(Math.max(0, ...series.flat().map((value) => value ?? 0)));
  const drawing = document.createElementNS(SVG, 'svg');
  drawing.setAttribute('viewBox', `0 0 ${CURVE_VIEW.width} ${CURVE_VIEW.height}`);
  drawing.setAttribute('preserveAspectRatio', 'none');
  drawing.setAttribute('aria-hidden', 'true');
  for (const [index, values] of series.entries()) {
    const path = document.createElementNS(SVG, 'path');
    const points = values.flatMap((value, at) => (value === null ? [] : [[at, value] as const]));
    path.setAttribute('d', curvePath(points, Math.max(1, values.length - 1), axis));
    path.setAttribute('class', `curve-line series-${index}`);
    drawing.append(path);
  }
  const figure = element('figure', '', { class: 'trend' });
  const caption = element('figcaption');
  for (const [index, name] of names.entries())
    caption.append(element('span', name, { class: `key series-${index}` }), ' ');
  caption.append(element('span', `0–${axisText(axis.max)}`, { class: 'fine' }));
  figure.append(caption, drawing);
  return figure;
}

function tell(text: string): void {
  setText(slot('status'), text);
}

function save(content: string, type: string, ending: string): void {
  const link = element('a', '', { download: `jissoku-history.${ending}` });
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.click();
  URL.revokeObjectURL(link.href);
}

async function everything(): Promise<HistoryContent> {
  const [runs, watches] = await Promise.all([history.all(), history.watches.all()]);
  return { runs: runs.ok ? runs.value : [], watches: watches.ok ? watches.value : [] };
}

async function readFile(input: HTMLInputElement): Promise<void> {
  const [file] = input.files ?? [];
  if (file === undefined) return;
  const read = fromJson(await file.text());
  input.value = '';
  if (!read.ok) {
    const { reason } = read.error;
    if (reason === 'bad-run') return tell(words.badRun(formatCount(read.error.run, lang)));
    if (reason === 'bad-watch') return tell(words.badWatch(formatCount(read.error.watch, lang)));
    return tell(reason === 'not-json' ? words.notJson : words.notOurs);
  }
  const { runs, watches } = read.value;
  const kept = await history.putAll(read.value);
  tell(kept.ok ? words.imported(formatCount(runs.length + watches.length, lang)) : words.notKept);
  await show();
}

/** Takes one run out of the history, and out of the server where its owner wants that and this device can; or leaves it. */
async function removeRun(run: HistoryRun): Promise<void> {
  const own = ownResults(store).find(({ id }) => id === run.id);
  if (own !== undefined) {
    setText(slot('removal-question'), words.removeQuestion(moment(run)));
    const from = await answerOf(dialogSlot('removal'));
    if (from !== 'history' && from !== 'server') return;
    if (from === 'server') {
      if (!(await deletePublished(own.id, own.deleteToken))) return tell(words.notDeleted);
      forgetResult(store, own.id);
    }
  }
  await history.delete(run.id);
  tell(words.removed(moment(run)));
  await show();
}

/** Deletes from the server whatever this device has the token of; what fails stays remembered. */
async function clearPublished(): Promise<void> {
  const own = ownResults(store);
  if (!window.confirm(words.clearPublishedQuestion(formatCount(own.length, lang)))) return;
  let done = 0;
  for (const { id, deleteToken } of own) {
    if (!(await deletePublished(id, deleteToken))) continue;
    forgetResult(store, id);
    await history.delete(id);
    done += 1;
  }
  tell(words.published(formatCount(done, lang), formatCount(own.length - done, lang)));
  await show();
}

function on(action: string, act: () => Promise<void>): void {
  for (const button of actions(action)) button.addEventListener('click', () => void act());
}

on('export-json', async () => save(toJson(await everything()), 'application/json', 'json'));
on('export-csv', async () => save(toCsv((await everything()).runs), 'text/csv', 'csv'));
on('clear-published', clearPublished);
on('clear', async () => {
  if (!window.confirm(words.clearQuestion)) return;
  const cleared = await history.clear();
  tell(cleared.ok ? words.cleared : words.refused);
  await show();
});
const input = slot('import');
if (input instanceof HTMLInputElement) input.addEventListener('change', () => void readFile(input));
void show();
