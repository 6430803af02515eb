/**
 * Whether the page disturbs its measurement: the test in sight beside its measuring worker alone, in Chromium on an emulated
 * line, by turns. One JSON line a run, then the medians of both and their ratio; of the page also LCP, CLS and the longest task.
 *
 *   LINK_CMD=… npm run bench:page -- [--runs 5] [--line "down=100e6 up=20e6 rtt=20"]
 */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { NOTHING_DECLARED, type Submission } from '../measurement-agent/protocol/result.ts';
import { hostPrefix } from './emulated-link.ts';
import { lineKeys, median, percent, rateError } from './line-truth.ts';
import { RESULT_PATH, START } from './our-tools.ts';
import { inQuietChromium } from './quiet-chromium.ts';
import { originOnLink, withServerOnLine } from './server-on-link.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    line: { type: 'string', default: 'down=100e6 up=20e6 rtt=20' },
  },
});

/** What the browser says of the page itself. */
interface PageQuality {
  largestPaintMs: number | null;
  layoutShift: number;
  /** Tasks of 50 ms and more, ms: while the page was loaded and read, and from the start of the test on. */
  loadingTasksMs: number[];
  longTasksMs: number[];
}

interface Run {
  view: 'page' | 'worker alone';
  downloadBps: number | null;
  uploadBps: number | null;
  idleRttMs: number | null;
  workingRttDownloadMs: number | null;
  workingRttUploadMs: number | null;
  seconds: number;
  quality: PageQuality | null;
}

const LIMIT_MS = 120_000;
const READ_MS = 1_500;
const WORKER_FILE = /^measure\.worker-.*\.js$/;

/** What was there before the observers is told to them, too. */
const OBSERVE = `(() => {
  if (document.querySelector('[data-testid="start"]') === null) return false;
  const quality = { largestPaintMs: null, layoutShift: 0, loadingTasksMs: [], longTasksMs: [] };
  const observe = (type, take) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  observe('largest-contentful-paint', (entry) => { quality.largestPaintMs = entry.startTime; });
  observe('layout-shift', (entry) => { if (!entry.hadRecentInput) quality.layoutShift += entry.value; });
  observe('longtask', (entry) => quality.longTasksMs.push(entry.duration));
  globalThis.quality = quality;
  return true;
})()`;

const runs = await withServerOnLine(values.line, async () => {
  const done: Run[] = [];
  for (let index = 0; index < Number(values.runs); index += 1)
    for (const run of [withPage, withWorkerAlone]) {
      done.push(await run());
      console.log(JSON.stringify(done.at(-1)));
    }
  return done;
});
print(runs);

async function withPage(): Promise<Run> {
  return inQuietChromium(`${await originOnLink()}/en/`, await hostPrefix('client'), async (page) => {
    await page.until(OBSERVE, LIMIT_MS);
    // Nobody starts a test before the page is read: what it does once it is loaded is done.
    await sleep(READ_MS);
    await page.evaluate('quality.loadingTasksMs = quality.longTasksMs.splice(0)');
    await page.until(START, LIMIT_MS);
    const id = String(await page.until(RESULT_PATH, LIMIT_MS))
      .split('/')
      .at(-1);
    const document = await page.evaluate(`fetch('/api/v1/results/${id}').then((answer) => answer.json())`);
    return runOf('page', document as Submission, (await page.evaluate('quality')) as PageQuality);
  });
}

/** On a page that has no script of its own. */
async function withWorkerAlone(): Promise<Run> {
  const files = await readdir(path.join(import.meta.dirname, '../dist/web/assets'));
  const file = files.find((name) => WORKER_FILE.test(name));
  if (file === undefined) throw new Error('The web files are not built: npm run build');
  const start = {
    type: 'start',
    declared: NOTHING_DECLARED,
    dataSaver: false,
    origin: null,
    groupId: null,
  };
  const measure = `(() => {
    if (document.querySelector('main') === null) return false;
    const worker = new Worker('/assets/${file}', { type: 'module' });
    worker.addEventListener('message', ({ data }) => {
      if (data.type === 'measured') globalThis.submission = data.submission;
    });
    worker.postMessage(${JSON.stringify(start)});
    return true;
  })()`;
  return inQuietChromium(`${await originOnLink()}/en/method`, await hostPrefix('client'), async (page) => {
    await page.until(measure, LIMIT_MS);
    const submission = await page.until('globalThis.submission', LIMIT_MS);
    return runOf('worker alone', submission as Submission, null);
  });
}

function runOf(
  view: Run['view'],
  { download, upload, idle, durationMs }: Submission,
  quality: PageQuality | null,
): Run {
  return {
    view,
    downloadBps: download?.goodputBps ?? null,
    uploadBps: upload?.goodputBps ?? null,
    idleRttMs: idle?.rttMs.p50 ?? null,
    workingRttDownloadMs: download?.workingRttMs?.p50 ?? null,
    workingRttUploadMs: upload?.workingRttMs?.p50 ?? null,
    seconds: durationMs / 1000,
    quality,
  };
}

function print(all: readonly Run[]): void {
  const truth = lineKeys(values.line);
  const figures = [
    'downloadBps',
    'uploadBps',
    'idleRttMs',
    'workingRttDownloadMs',
    'workingRttUploadMs',
    'seconds',
  ] as const;
  const middle = (view: Run['view'], figure: (typeof figures)[number]) =>
    median(all.filter((run) => run.view === view).flatMap((run) => run[figure] ?? []));
  console.log(`\n${values.line}, medians of ${values.runs} runs each\nfigure: page, worker alone, ratio`);
  for (const figure of figures) {
    const [page, alone] = [middle('page', figure), middle('worker alone', figure)];
    console.log(
      `${figure}: ${page?.toPrecision(4)}, ${alone?.toPrecision(4)}, ${page && alone ? (page / alone).toFixed(3) : '–'}`,
    );
  }
  for (const [figure, bps] of [
    ['downloadBps', truth.down],
    ['uploadBps', truth.up],
  ] as const)
    console.log(
      `${figure} against the line: ${(['page', 'worker alone'] as const).map((view) => percent(rateError(middle(view, figure), bps))).join(', ')}`,
    );
  const qualities = all.flatMap(({ quality }) => quality ?? []);
  const tasks = (which: 'loadingTasksMs' | 'longTasksMs') =>
    qualities
      .flatMap((quality) => quality[which])
      .map((ms) => `${ms.toFixed(0)} ms`)
      .join(', ') || 'none';
  console.log(
    `LCP: ${median(qualities.flatMap(({ largestPaintMs }) => largestPaintMs ?? []))?.toFixed(0)} ms`,
  );
  console.log(`CLS: ${Math.max(0, ...qualities.map(({ layoutShift }) => layoutShift))} (largest)`);
  console.log(
    `Tasks of 50 ms and more, before the test: ${tasks('loadingTasksMs')}; from its start on: ${tasks('longTasksMs')}`,
  );
}
