import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../measurement-agent/engine/clock.ts';
import { seededRandom } from '../../measurement-agent/engine/transports/simulated/seeded-random.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { submissionOf } from '../../test/fixtures/submission.ts';
import { cutPower } from '../../test/processes.ts';
import { freePort, type Server, startServer } from '../../test/server.ts';
import { halfWritten, isOnce, storedResults, unreadable } from '../data-dir.ts';
import { ownAddress } from '../soak/addresses.ts';
import { openSessionFrom, submitFrom } from '../soak/api-calls.ts';
import { Traffic } from '../soak/traffic.ts';

export interface PowerCutOptions {
  cuts: number;
  clients: number;
  seed: number;
  /** After each cut. */
  onCut?: (cut: {
    number: number;
    duringStart: boolean;
    answered: number;
    inDoubt: number;
    halfWritten: number;
  }) => void;
}

/** Ids where something is wrong, and counts. */
export interface PowerCutReport {
  cuts: number;
  /** Cuts that came before the server was ready. */
  duringStart: number;
  /** Results answered with 201 or 200. */
  answered: number;
  /** Submissions that a cut left without an answer; each was sent again. */
  inDoubt: number;
  /** Documents without their row right after a cut, before the submission came again. */
  halfWrittenAtCuts: number;
  /** Answered, and gone or not served. */
  lost: string[];
  /** More than one row or document. */
  duplicates: string[];
  /** Sending again was not answered with 200 and the same values. */
  changed: string[];
  /** A row without a document, or the other way round, at the end. */
  halfWritten: string[];
  unreadable: string[];
  /** From launch to ready, ms. */
  startUpMs: number[];
}

/** A submission, and what the server said; null while it has not. */
interface Sent {
  localAddress: string;
  token: string;
  body: string;
  answer: string | null;
}

/** Cuts come this long after the server is ready, at most … */
const MOST_LIFE_MS = 2_000;
/** … and one in ten while it starts. */
const SHARE_DURING_START = 0.1;
const CHECKS_AT_ONCE = 20;

/**
 * Kills every process of the server again and again while clients submit as fast as they can, and starts it again on the same
 * data. After each start all that the last life answered is asked for and sent again, and so is what it did not answer.
 */
export async function powerCuts({ cuts, clients, seed, onCut }: PowerCutOptions): Promise<PowerCutReport> {
  const random = seededRandom(seed);
  const dataDir = await mkdtemp(path.join(tmpdir(), 'jissoku-cuts-'));
  const env = { DATA_DIR: dataDir, PORT: String(await freePort()) };
  const all = new Map<string, Sent>();
  const report: PowerCutReport = {
    cuts,
    duringStart: 0,
    answered: 0,
    inDoubt: 0,
    halfWrittenAtCuts: 0,
    lost: [],
    duplicates: [],
    changed: [],
    halfWritten: [],
    unreadable: [],
    startUpMs: [],
  };
  let life = new Map<string, Sent>();

  for (let number = 1; number <= cuts; number += 1) {
    const duringStart = random() < SHARE_DURING_START && report.startUpMs.length > 0;
    if (duringStart) {
      await cutStart(env, random() * Math.max(...report.startUpMs));
      report.duringStart += 1;
    } else {
      const server = await startTimed(env, report.startUpMs);
      await settle(server, life, report);
      life = await liveUntilCut(server, clients, random, all.size);
      for (const [id, sent] of life) all.set(id, sent);
    }
    const inDoubt = [...life.values()].filter(({ answer }) => answer === null).length;
    const half = halfWritten(storedResults(dataDir)).length;
    // Nothing is sent while it starts; what lies there then was counted before.
    if (!duringStart) {
      report.inDoubt += inDoubt;
      report.halfWrittenAtCuts += half;
    }
    onCut?.({ number, duringStart, answered: life.size - inDoubt, inDoubt, halfWritten: half });
  }

  const last = await startTimed(env, report.startUpMs);
  await settle(last, life, report);
  await last.end('SIGTERM');
  const stored = storedResults(dataDir);
  for (const id of all.keys()) {
    if (!stored.rows.has(id) || !stored.documents.has(id)) report.lost.push(id);
    else if (!isOnce(stored, id)) report.duplicates.push(id);
  }
  report.answered = [...all.values()].filter(({ answer }) => answer !== null).length;
  report.halfWritten = halfWritten(stored);
  report.unreadable = unreadable(stored);
  report.lost = [...new Set(report.lost)];
  await rm(dataDir, { recursive: true, force: true });
  return report;
}

async function startTimed(env: Record<string, string>, startUpMs: number[]): Promise<Server> {
  const launchedAtMs = performance.now();
  const server = await startServer(env);
  startUpMs.push(performance.now() - launchedAtMs);
  return server;
}

/** Launches, and cuts before it can be ready, or about then. */
async function cutStart(env: Record<string, string>, afterMs: number): Promise<void> {
  let cut: Promise<void> = Promise.resolve();
  const started = startServer(env, ({ pid = 0 }) => {
    cut = pause(afterMs).then(() => cutPower(pid));
  });
  await started.catch(() => {});
  await cut;
}

/** Everything that was sent until the power went, answered or not. */
async function liveUntilCut(
  server: Server,
  clients: number,
  random: Random,
  firstAddress: number,
): Promise<Map<string, Sent>> {
  const traffic = new Traffic(server.origin);
  const sent = new Map<string, Sent>();
  let next = firstAddress;
  const cut = new AbortController();
  const submitting = Array.from({ length: clients }, async () => {
    while (!cut.signal.aborted) {
      // Each from a prefix of its own: caps are not what is tried here.
      const localAddress = ownAddress(next++ % 65_024);
      const session = await openSessionFrom(traffic, localAddress);
      if (session === null) continue;
      const { sessionId, token } = session;
      const one: Sent = { localAddress, token, body: JSON.stringify(submissionOf(sessionId)), answer: null };
      sent.set(sessionId, one);
      one.answer = await answerTo(traffic, one);
    }
  });
  await pause(random() * MOST_LIFE_MS);
  const gone = cutPower(server.process.pid ?? 0);
  cut.abort();
  await Promise.all([gone, ...submitting]);
  return sent;
}

/** Asks for what the last life answered, and sends everything of it again, twice what is in doubt. */
async function settle(
  server: Server,
  life: ReadonlyMap<string, Sent>,
  report: PowerCutReport,
): Promise<void> {
  const traffic = new Traffic(server.origin);
  const left = [...life];
  const settling = Array.from({ length: CHECKS_AT_ONCE }, async () => {
    for (let entry = left.pop(); entry !== undefined; entry = left.pop()) {
      const [id, sent] = entry;
      if (sent.answer !== null && !(await isServed(traffic, id, sent))) report.lost.push(id);
      sent.answer ??= await answerTo(traffic, sent);
      const again = await submitFrom(traffic, sent.localAddress, sent.token, sent.body);
      if (again?.status !== 200 || JSON.stringify(again.submitted) !== sent.answer) report.changed.push(id);
    }
  });
  await Promise.all(settling);
}

async function answerTo(traffic: Traffic, { localAddress, token, body }: Sent): Promise<string | null> {
  const answer = await submitFrom(traffic, localAddress, token, body);
  return answer === null ? null : JSON.stringify(answer.submitted);
}

async function isServed(traffic: Traffic, id: string, { localAddress }: Sent): Promise<boolean> {
  const answer = await traffic.ask(`${API_PATHS.results}/${id}`, { localAddress });
  return (
    answer?.status === 200 && (JSON.parse(answer.text) as { measurementId?: string }).measurementId === id
  );
}
