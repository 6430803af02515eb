/** Cloudflare's module with its own plan, against `?api=…`; without its packet loss step, which needs TURN. */
import SpeedTest, { type ConfigOptions } from '@cloudflare/speedtest';
import type { RivalOutcome } from './outcome.ts';

/** Where the module's requests go: `?api=…`, or the server of this page. */
const api = new URLSearchParams(location.search).get('api') ?? location.origin;

/** Objects above `?largest=` bytes are left out of the plan; none where it is not said. */
const largest = Number(new URLSearchParams(location.search).get('largest') ?? Number.POSITIVE_INFINITY);

const beganAtMs = performance.now();
const leave = (outcome: Omit<RivalOutcome, 'seconds'>) =>
  Object.assign(globalThis, {
    outcome: { ...outcome, seconds: (performance.now() - beganAtMs) / 1000 },
  });

const PLAN = [
  { type: 'latency', numPackets: 1 },
  { type: 'download', bytes: 1e5, count: 1, bypassMinDuration: true },
  { type: 'latency', numPackets: 20 },
  { type: 'download', bytes: 1e5, count: 9 },
  { type: 'download', bytes: 1e6, count: 8 },
  { type: 'upload', bytes: 1e5, count: 8 },
  { type: 'upload', bytes: 1e6, count: 6 },
  { type: 'download', bytes: 1e7, count: 6 },
  { type: 'upload', bytes: 1e7, count: 4 },
  { type: 'download', bytes: 2.5e7, count: 4 },
  { type: 'upload', bytes: 2.5e7, count: 4 },
  { type: 'download', bytes: 1e8, count: 3 },
  { type: 'upload', bytes: 5e7, count: 3 },
  { type: 'download', bytes: 2.5e8, count: 2 },
] satisfies NonNullable<ConfigOptions['measurements']>;

const test = new SpeedTest({
  autoStart: false,
  downloadApiUrl: `${api}/__down`,
  uploadApiUrl: `${api}/__up`,
  logMeasurementApiUrl: null,
  logAimApiUrl: null,
  measurements: PLAN.filter((step) => !('bytes' in step) || step.bytes <= largest),
});
test.onFinish = (results) =>
  leave({
    downloadBps: results.getDownloadBandwidth() ?? null,
    uploadBps: results.getUploadBandwidth() ?? null,
    idleRttMs: results.getUnloadedLatency() ?? null,
  });
test.onError = (failure) => leave({ downloadBps: null, uploadBps: null, idleRttMs: null, failure });
test.play();
