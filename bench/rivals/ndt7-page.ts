/** M-Lab's module, against `?api=…`. Its download is what the client counted, its upload what the server counted. */
import type { RivalOutcome } from './outcome.ts';

interface Completed {
  LastClientMeasurement?: { MeanClientMbps?: number };
  LastServerMeasurement?: { AppInfo?: { ElapsedTime: number; NumBytes: number } };
}

declare const ndt7: {
  test(config: object, callbacks: Record<string, (data: Completed) => void>): Promise<number>;
};

/** Where the module connects to: `?api=…`, or the server of this page. */
const api = new URL(new URLSearchParams(location.search).get('api') ?? location.origin);

const beganAtMs = performance.now();
const outcome: Omit<RivalOutcome, 'seconds'> = { downloadBps: null, uploadBps: null, idleRttMs: null };

const code = await ndt7.test(
  {
    server: api.host,
    protocol: api.protocol === 'https:' ? 'wss' : 'ws',
    userAcceptedDataPolicy: true,
  },
  {
    downloadComplete({ LastClientMeasurement }) {
      const mbps = LastClientMeasurement?.MeanClientMbps;
      outcome.downloadBps = mbps === undefined ? null : mbps * 1e6;
    },
    uploadComplete({ LastServerMeasurement }) {
      const counted = LastServerMeasurement?.AppInfo;
      outcome.uploadBps = counted === undefined ? null : (counted.NumBytes * 8e6) / counted.ElapsedTime;
    },
  },
);
Object.assign(globalThis, {
  outcome: {
    ...outcome,
    seconds: (performance.now() - beganAtMs) / 1000,
    ...(code === 0 ? {} : { failure: `ended with ${code}` }),
  },
});
