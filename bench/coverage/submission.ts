import type { Session } from '../../measurement-agent/protocol/api.ts';
import { signSummary } from '../../measurement-agent/protocol/receipts.ts';
import type { Load, Submission } from '../../measurement-agent/protocol/result.ts';
import type { SigningKey } from '../../measurement-agent/protocol/signed.ts';
import type { Summary } from '../../measurement-agent/protocol/summary.ts';
import { submissionOf } from '../../test/fixtures/submission.ts';
import type { LineTest } from '../../worker/domain/statistics/line-test.ts';

const BIN_MS = 100;
const BINS = 60;
/** Start-up that the figure leaves out. */
const FROM_MS = 1_000;

/**
 * What an agent on a simulated line would submit: the rate of the test, and beside it the summary that a worker which saw this
 * rate would have signed.
 */
export async function submissionOfTest(
  { sessionId }: Pick<Session, 'sessionId'>,
  test: LineTest,
  key: SigningKey,
): Promise<Submission> {
  const { download, upload: _upload, summaries, ...rest } = submissionOf(sessionId);
  const bps = test.downloadBps;
  const [like] = summaries;
  if (download === null || bps === null || like === undefined) throw new Error('Nothing was downloaded.');
  const bytes = Array.from({ length: BINS }, () => Math.round((bps * BIN_MS) / 8_000));
  const sum = bytes.reduce((total, each) => total + each, 0);
  const load: Load = {
    goodputBps: bps,
    connections: download.connections,
    durationMs: BINS * BIN_MS - FROM_MS,
    windowFromMs: FROM_MS,
    bytes: sum,
    series: bytes.map((_, index): [number, number] => [(index + 1) * BIN_MS, bps]),
    workingRttMs: download.workingRttMs,
  };
  const summary: Summary = {
    ...like,
    direction: 'download',
    bytes: sum,
    agentBytes: sum,
    durationMs: BINS * BIN_MS,
    closedAt: new Date(test.measuredAtMs + BINS * BIN_MS).toISOString(),
    curve: { binMs: BIN_MS, bytes },
    prefixHash: null,
  };
  return {
    ...rest,
    startedAt: new Date(test.measuredAtMs).toISOString(),
    bytes: { download: sum, upload: 0 },
    declared: {
      ...rest.declared,
      isp: null,
      medium: test.medium,
      contractDownloadBps: test.contractDownloadBps,
      contractUploadBps: null,
    },
    download: load,
    upload: null,
    missing: { ...rest.missing, upload: 'not-measured' },
    summaries: [{ ...summary, receipt: await signSummary(summary, key) }],
  };
}
