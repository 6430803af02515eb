import type { WatchSample } from '../../../measurement-agent/metrics/stability.ts';

/** What the watching thread tells the page. */
export type WatchReport = { type: 'sample'; sample: WatchSample } | { type: 'ended'; ok: boolean };
