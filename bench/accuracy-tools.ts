import type { ResultDocument } from '../measurement-agent/protocol/result.ts';
import { hostPrefix, onHost, serverAddress } from './emulated-link.ts';
import { configuredLoopLoss, goodputOf, lineKeys, rateError } from './line-truth.ts';
import { measureWithBrowser, measureWithNode } from './our-tools.ts';
import { inQuietChromium } from './quiet-chromium.ts';
import type { RivalOutcome } from './rivals/outcome.ts';
import { originOnLink } from './server-on-link.ts';

/** Ports on the server's host; the product has its own. */
export const RIVALS_PORT = 8790;
export const IPERF_PORT = 5201;

/** One run of one tool on one line. */
export interface AccuracyRow {
  line: string;
  tool: string;
  run: number;
  downloadError: number | null;
  uploadError: number | null;
  idleRttErrorMs: number | null;
  /** Whether the stated interval contains the truth; null where a tool states none. */
  downloadCovered: boolean | null;
  uploadCovered: boolean | null;
  steady: boolean | null;
  /** What is true of the line as configured: rates of application bytes, and the loss of a loop up and down. */
  truth?: { downloadBps: number | null; uploadBps: number | null; rttMs: number | null; lossRatio: number };
  /** Loss as measured, against the configured one, and whether its interval holds that; null where a tool measures none. */
  lossRatio?: number | null;
  lossError?: number | null;
  lossCovered?: boolean | null;
  seconds: number;
  megabytes: number | null;
  failure?: string;
}

type Measured = Omit<AccuracyRow, 'line' | 'tool' | 'run'>;

export const ACCURACY_TOOLS: Record<string, (line: string) => Promise<Measured>> = {
  node: async (line) => ours(line, await measureWithNode()),
  browser: async (line) => ours(line, await measureWithBrowser()),
  cloudflare: (line) => rival(line, 'cloudflare.html'),
  ndt7: (line) => rival(line, 'ndt7.html'),
  iperf: withIperf,
};

function ours(line: string, result: ResultDocument): Measured {
  const truth = lineKeys(line);
  const covered = (load: ResultDocument['download'], rateBps: number | undefined) => {
    const low = rateError(load?.interval?.lowBps, rateBps);
    const high = rateError(load?.interval?.highBps, rateBps);
    return low === null || high === null ? null : low <= 0 && high >= 0;
  };
  return {
    downloadError: rateError(result.download?.goodputBps, truth.down),
    uploadError: rateError(result.upload?.goodputBps, truth.up),
    idleRttErrorMs: rttError(result.idle?.rttMs.p50, truth.rtt),
    downloadCovered: covered(result.download, truth.down),
    uploadCovered: covered(result.upload, truth.up),
    steady: result.download?.steady ?? null,
    ...lossOf(line, result.loss),
    seconds: result.durationMs / 1000,
    megabytes: (result.bytes.download + result.bytes.upload) / 1e6,
  };
}

function lossOf(line: string, loss: ResultDocument['loss']) {
  if (loss === null) return { lossRatio: null, lossError: null, lossCovered: null };
  const truth = configuredLoopLoss(line);
  const { lossRatio, lowRatio, highRatio } = loss;
  const interval = lowRatio !== undefined && highRatio !== undefined;
  return {
    lossRatio,
    lossError: lossRatio - truth,
    lossCovered: interval ? lowRatio <= truth && truth <= highRatio : null,
  };
}

/** What is true of a line as configured; null for a rate that is not said or changes. */
export function truthOf(line: string): NonNullable<AccuracyRow['truth']> {
  const { down, up, rtt } = lineKeys(line);
  return {
    downloadBps: goodputOf(down),
    uploadBps: goodputOf(up),
    rttMs: rtt ?? null,
    lossRatio: configuredLoopLoss(line),
  };
}

async function rival(line: string, page: string): Promise<Measured> {
  const truth = lineKeys(line);
  const url = `http://${await serverAddress()}:${RIVALS_PORT}/${page}`;
  const before = await movedBytes();
  // Against our own worker: what it says of a line is what its clients are told.
  const outcome = await inQuietChromium(
    `${url}?api=${encodeURIComponent(await originOnLink())}`,
    await hostPrefix('client'),
    async (browserPage) =>
      JSON.parse(String(await browserPage.until('JSON.stringify(window.outcome)', 240_000))) as RivalOutcome,
  );
  const after = await movedBytes();
  return {
    downloadError: rateError(outcome.downloadBps, truth.down),
    uploadError: rateError(outcome.uploadBps, truth.up),
    idleRttErrorMs: rttError(outcome.idleRttMs ?? undefined, truth.rtt),
    downloadCovered: null,
    uploadCovered: null,
    steady: null,
    seconds: outcome.seconds,
    megabytes: (after - before) / 1e6,
    ...(outcome.failure === undefined ? {} : { failure: outcome.failure }),
  };
}

/** Bytes that the client's host has received and sent on the line, headers of every layer included (proc(5), net/dev). */
async function movedBytes(): Promise<number> {
  const text = await onHost('client', 'cat', ['/proc/net/dev']);
  return text
    .split('\n')
    .map((row) => /^\s*(\S+):\s*(.*)$/.exec(row))
    .filter((match) => match !== null && match[1] !== 'lo')
    .map((match) => (match?.[2] ?? '').split(/\s+/).map(Number))
    .reduce((sum, numbers) => sum + (numbers[0] ?? 0) + (numbers[8] ?? 0), 0);
}

/** What TCP can do on the line: past two seconds of start-up, with many flows where one is not enough. */
async function withIperf(line: string): Promise<Measured> {
  const truth = lineKeys(line);
  const flows = (truth.loss_down ?? 0) > 0 || (truth.rtt ?? 0) >= 300 ? '16' : '1';
  const received = async (...more: string[]) => {
    const args = [
      '-c',
      await serverAddress(),
      '-p',
      String(IPERF_PORT),
      '-J',
      '-O',
      '2',
      '-t',
      '6',
      '-P',
      flows,
      ...more,
    ];
    const { end } = JSON.parse(await onHost('client', 'iperf3', args)) as {
      end: { sum_received: { bits_per_second: number } };
    };
    return end.sum_received.bits_per_second;
  };
  return {
    downloadError: rateError(await received('-R'), truth.down),
    uploadError: rateError(await received(), truth.up),
    idleRttErrorMs: null,
    downloadCovered: null,
    uploadCovered: null,
    steady: null,
    seconds: 16,
    megabytes: null,
  };
}

function rttError(rttMs: number | undefined, truthMs: number | undefined): number | null {
  return rttMs === undefined || truthMs === undefined ? null : rttMs - truthMs;
}
