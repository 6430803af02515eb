import { PROBLEMS, type Problem } from '../../measurement-agent/protocol/problems.ts';
import { signSummary } from '../../measurement-agent/protocol/receipts.ts';
import { MEASURE_SUBPROTOCOL } from '../../measurement-agent/protocol/spec.ts';
import type { Phase, Summary } from '../../measurement-agent/protocol/summary.ts';
import { clientAddress } from '../domain/address.ts';
import type { Config } from '../domain/config.ts';
import { observeNetwork } from '../domain/observe.ts';
import { prefixHash } from '../domain/prefix-hash.ts';
import { signingKeyOf } from '../domain/signing-key.ts';
import { type Admission, admit, type Refusal } from './admit.ts';
import { curveOf } from './arrivals.ts';
import { serveDownload } from './download.ts';
import { serveEcho } from './echo.ts';
import type { SessionLedger } from './ledger.ts';
import { serveUpload } from './upload.ts';

/** What the measurement endpoints need of the worker's bindings. */
export interface MeasureEnv {
  SESSION_LEDGER: DurableObjectNamespace<SessionLedger>;
}

/** Answers a request under `/m/`: the whole of the worker's half of a measurement. */
export async function serveMeasurement(
  request: Request,
  env: MeasureEnv,
  config: Config,
  ctx: Pick<ExecutionContext, 'waitUntil'>,
): Promise<Response> {
  const admitted = await admit(request, config, Date.now());
  if (!admitted.ok) return refuse(admitted.error);
  const { channel, claims } = admitted.value;
  const ledger = env.SESSION_LEDGER.get(env.SESSION_LEDGER.idFromName(claims.sessionId));
  const edge = observeNetwork(request.cf, clientAddress(request.headers), config).edge;
  const expiresInMs = claims.expiresAtMs - Date.now();

  if (channel === 'echo') {
    return upgrade(ctx, (socket) =>
      serveEcho(socket, (phase, bytes) => summarise(ledger, admitted.value, config, edge, phase, bytes), {
        expiresInMs,
      }),
    );
  }
  const opened = await ledger.open(channel, claims.byteBudget, admitted.value.prefixChanged);
  if (!opened.ok) {
    const detail =
      opened.reason === 'over-budget'
        ? 'The session has used up its bytes.'
        : 'The session has too many load connections open.';
    return refuse({ reason: 'over-budget', detail });
  }
  const port = {
    report: (report: Parameters<SessionLedger['report']>[0]) => ledger.report(report, claims.byteBudget),
  };
  const serve = channel === 'download' ? serveDownload : serveUpload;
  return upgrade(ctx, (socket) =>
    serve(socket, port, { expiresInMs, remainingBytes: opened.remainingBytes }),
  );
}

function upgrade(
  ctx: Pick<ExecutionContext, 'waitUntil'>,
  serve: (socket: WebSocket) => Promise<void>,
): Response {
  const { 0: client, 1: server } = new WebSocketPair();
  ctx.waitUntil(serve(server));
  return new Response(null, {
    status: 101,
    webSocket: client,
    headers: { 'sec-websocket-protocol': MEASURE_SUBPROTOCOL },
  });
}

/** What the worker saw of a phase, signed. A session has one such word of each phase, and signs no more. */
async function summarise(
  ledger: DurableObjectStub<SessionLedger>,
  { claims }: Admission,
  { signingKey, tokenKey }: Config,
  edge: string | null,
  phase: Phase,
  agentBytes: number,
): Promise<Summary> {
  const { totals, prefixChanged, summary: kept } = await ledger.closePhase(phase);
  if (kept !== null) return kept;
  const curve = curveOf(totals.bins, totals.firstByteAtMs);
  const summary: Summary = {
    sessionId: claims.sessionId,
    direction: phase,
    bytes: totals.bytes,
    agentBytes,
    durationMs:
      totals.firstByteAtMs === null || totals.lastByteAtMs === null
        ? 0
        : totals.lastByteAtMs - totals.firstByteAtMs,
    connections: totals.connections,
    edge,
    prefixChanged,
    lateShare: totals.ticks === 0 ? null : totals.lateTicks / totals.ticks,
    closedAt: new Date().toISOString(),
    ...(curve && { curve }),
    prefixHash: await prefixHash(claims.sessionId, claims.prefixTag, tokenKey),
  };
  const receipt = await signSummary(summary, await signingKeyOf(signingKey));
  return ledger.keepSummary(phase, { ...summary, receipt });
}

function refuse({ reason, detail }: Refusal): Response {
  const { status, title } = PROBLEMS[reason];
  const problem: Problem = { type: `/problems/${reason}`, title, status, detail };
  return new Response(JSON.stringify(problem), {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
  });
}
