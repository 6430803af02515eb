import { randomBytes } from 'node:crypto';
import type { LoadedRecord } from '../../engine/phases/loaded-latency.ts';
import { report } from '../../engine/report.ts';
import { systemClock } from '../../engine/system-clock.ts';
import { err, type Fallible, ok } from '../../protocol/fallible.ts';
import type { Declared, Submission } from '../../protocol/result.ts';
import { type Direction } from '../../protocol/summary.ts';
import type { Ndt7Server } from './locate.ts';
import { type Ndt7Failure, runNdt7 } from './ndt7.ts';
import { NDT7_NAME } from './numbers.ts';

export interface Ndt7Options {
  /** The nearest first; the next one is asked where one refuses. */
  servers: readonly Ndt7Server[];
  family: 4 | 6 | null;
  declared: Declared;
  agent: Submission['agent'];
  signal: AbortSignal;
  onDirection: (direction: Direction, server: Ndt7Server) => void;
}

const COHORT = 'foreign-protocol';

/** Figures that ndt7 has no part for. */
const NOT_MEASURED = [
  'idle',
  'loss',
  'responsiveness',
  'download.workingRttMs',
  'download.selfRttMs',
  'upload.workingRttMs',
  'upload.selfRttMs',
] as const;

/**
 * Download, then upload, and a document of them. Rates are made as those of our own protocol, start-up left out, but over the one
 * connection that ndt7 has: a cohort of its own.
 */
export async function measureWithNdt7(options: Ndt7Options): Promise<Fallible<Submission, Ndt7Failure>> {
  const startedAt = systemClock.utc();
  const startedAtMs = systemClock.now();
  let last: Ndt7Failure = { reason: 'unreachable', detail: 'there is no server' };
  for (const server of options.servers) {
    const download = await direction('download', server, options);
    if (!download.ok) {
      last = download.error;
      continue;
    }
    const upload = options.signal.aborted ? null : await direction('upload', server, options);
    return ok(
      documentOf(
        { download: download.value, upload: upload?.ok ? upload.value : null },
        { startedAt, startedAtMs, durationMs: Math.round(systemClock.now() - startedAtMs) },
        options,
      ),
    );
  }
  return err(last);
}

function direction(
  name: Direction,
  server: Ndt7Server,
  { family, signal, onDirection }: Ndt7Options,
): Promise<Fallible<LoadedRecord, Ndt7Failure>> {
  onDirection(name, server);
  return runNdt7(name, server[name], family, signal);
}

function documentOf(
  loads: Record<Direction, LoadedRecord | null>,
  times: { startedAt: string; startedAtMs: number; durationMs: number },
  { declared, agent, signal }: Ndt7Options,
): Submission {
  const { timeline: _timeline, ...made } = report({
    ...loads,
    ...times,
    sessionId: randomBytes(16).toString('base64url'),
    groupId: null,
    synthetic: false,
    maxBytes: null,
    agent,
    transport: 'websocket',
    declared,
    stopped: signal.aborted,
    echoLost: false,
    summaries: [],
    surroundings: null,
    stagesBeganAtMs: {},
    idleRoundTrips: null,
    bidirectional: null,
    loss: { method: NDT7_NAME, idle: 'not-measured', working: 'not-measured' },
  });
  const missing = {
    ...made.missing,
    ...Object.fromEntries(NOT_MEASURED.map((field) => [field, 'not-measured'])),
  };
  const measured = made.download !== null && made.upload !== null;
  const reasons = made.verdict.reasons.filter(({ code }) => code !== 'too-few-samples' || !measured);
  return {
    ...made,
    protocol: NDT7_NAME,
    cohort: COHORT,
    missing,
    verdict: { valid: !reasons.some(({ excludes }) => excludes), reasons },
  };
}
