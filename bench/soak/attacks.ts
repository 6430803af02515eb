import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../measurement-agent/engine/clock.ts';
import type { Channel } from '../../measurement-agent/engine/transport.ts';
import { maskedFrame, OPCODES } from '../../measurement-agent/engine/transports/web-socket/frame.ts';
import { encodeMessage } from '../../measurement-agent/protocol/messages.ts';
import {
  API_PATHS,
  MAX_BODY_BYTES,
  MAX_CREDIT_BYTES,
  MAX_MESSAGE_BYTES,
} from '../../measurement-agent/protocol/spec.ts';
import { submissionOf } from '../../test/fixtures/submission.ts';
import { openSessionFrom, submitFrom } from './api-calls.ts';
import { badFrame } from './bad-frames.ts';
import { closedWithin, dial, upgrade } from './raw-socket.ts';
import { reasonOf, type Traffic } from './traffic.ts';

/** One hostile client, and where it comes from. */
export interface Attacker {
  traffic: Traffic;
  port: number;
  localAddress: string;
  random: Random;
  /** Results that the server said it has stored: also a forger's word is kept. */
  stored: Map<string, string>;
}

/** Once over; in a word or two how the server took it. */
export type Attack = (attacker: Attacker) => Promise<string>;

const CHANNELS: readonly Channel[] = ['download', 'upload', 'echo'];
/** The worker gives up on a silent connection after 15 s. */
const PATIENCE_MS = 25_000;
const DRAIN_MS = 5_000;
const SLOW_STEP_MS = 1_000;
const SLOW_STEPS = 20;
const REPLAYS = 5;
const FLOOD = 50;

const BIG_CREDIT = maskedFrame(
  OPCODES.text,
  Buffer.from(
    encodeMessage({
      type: 'credit',
      receivedBytes: 0,
      limitBytes: MAX_CREDIT_BYTES,
      messageBytes: MAX_MESSAGE_BYTES,
    }),
  ),
);

/** What hostile clients do, by name. Flooders share one prefix; the others have one each. */
export const ATTACKS = {
  'bad frames': async (attacker) => {
    const { random } = attacker;
    const opened = await connectionOf(attacker, CHANNELS[Math.floor(random() * CHANNELS.length)] ?? 'echo');
    if (typeof opened === 'string') return opened;
    opened.write(badFrame(random));
    return verdictOf(await closedWithin(opened, PATIENCE_MS));
  },

  /** Asks for all that may be in flight and takes none of it. */
  'slow reader': async (attacker) => {
    const opened = await connectionOf(attacker, 'download');
    if (typeof opened === 'string') return opened;
    opened.pause();
    opened.write(BIG_CREDIT);
    await pause(PATIENCE_MS);
    // What was under way when the server gave up has to be read before its end can be seen.
    return verdictOf(await closedWithin(opened, DRAIN_MS));
  },

  /** A body, or a message, of which a byte comes every second. */
  'slow writer': async (attacker) => {
    const { random, port, localAddress } = attacker;
    const overHttp = random() < 0.5;
    const opened = overHttp
      ? ((await dial(port, localAddress)) ?? 'no connection')
      : await connectionOf(attacker, 'upload');
    if (typeof opened === 'string') return opened;
    opened.resume();
    opened.write(
      overHttp
        ? `POST ${API_PATHS.sessions} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 60\r\n\r\n{`
        : maskedFrame(OPCODES.binary, Buffer.alloc(1_448)).subarray(0, 100),
    );
    for (let step = 0; step < SLOW_STEPS && !opened.closed; step += 1) {
      await pause(SLOW_STEP_MS);
      opened.write(' ');
    }
    return verdictOf(await closedWithin(opened, SLOW_STEP_MS));
  },

  /** One submission several times, at once and after it was stored. */
  replay: async ({ traffic, localAddress, stored }) => {
    const session = await openSessionFrom(traffic, localAddress);
    if (session === null) return 'no session';
    const body = JSON.stringify(submissionOf(session.sessionId));
    const submit = () => submitFrom(traffic, localAddress, session.token, body);
    const atOnce = await Promise.all(Array.from({ length: REPLAYS }, submit));
    const answers = [...atOnce, await submit()].filter((answer) => answer !== null);
    if (answers.length > 0) stored.set(session.sessionId, localAddress);
    const values = new Set(answers.map(({ submitted }) => JSON.stringify(submitted)));
    const created = answers.filter(({ status }) => status === 201).length;
    return `${created}× 201, ${values.size} answer${values.size === 1 ? '' : 's'}`;
  },

  'garbage token': async ({ traffic, port, localAddress, random }) => {
    const token = Array.from({ length: 5 }, () => Math.floor(random() * 2 ** 48).toString(36)).join('.');
    if (random() < 0.5) {
      const body = JSON.stringify(submissionOf('A'.repeat(22)));
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const answer = await traffic.ask(API_PATHS.results, { localAddress, method: 'POST', headers, body });
      return answer === null ? 'no answer' : reasonOf(answer);
    }
    const socket = await dial(port, localAddress);
    if (socket === null) return 'no connection';
    const status = await upgrade(socket, port, 'download', token);
    socket.destroy();
    return status ?? 'closed';
  },

  flood: async ({ traffic, localAddress }) => {
    const answers = await Promise.all(
      Array.from({ length: FLOOD }, () => traffic.ask(API_PATHS.sessions, { localAddress, method: 'POST' })),
    );
    return answers.some((answer) => answer?.status === 429) ? 'refused' : 'not yet refused';
  },

  /** With its length told, or in chunks that never tell. */
  'oversized body': async ({ traffic, localAddress, random }) => {
    const session = await openSessionFrom(traffic, localAddress);
    if (session === null) return 'no session';
    const body = Buffer.alloc(MAX_BODY_BYTES * 4, '{"series":[');
    const answer = await traffic.ask(API_PATHS.results, {
      localAddress,
      method: 'POST',
      headers: {
        authorization: `Bearer ${session.token}`,
        'content-type': 'application/json',
        ...(random() < 0.5 ? { 'content-length': body.byteLength } : { 'transfer-encoding': 'chunked' }),
      },
      body,
    });
    return answer === null ? 'closed' : reasonOf(answer);
  },

  /** Gone without a word in the middle of a load. */
  dropped: async (attacker) => {
    const { random } = attacker;
    const downwards = random() < 0.5;
    const opened = await connectionOf(attacker, downwards ? 'download' : 'upload');
    if (typeof opened === 'string') return opened;
    opened.resume();
    opened.write(
      downwards
        ? BIG_CREDIT
        : maskedFrame(OPCODES.binary, Buffer.alloc(MAX_MESSAGE_BYTES)).subarray(0, 300_000),
    );
    await pause(random() * 200);
    opened.destroy();
    return 'gone';
  },
} as const satisfies Record<string, Attack>;

/** A measurement connection with a session of its own, or why there is none. */
async function connectionOf(
  { traffic, port, localAddress }: Attacker,
  channel: Channel,
): Promise<Socket | string> {
  const session = await openSessionFrom(traffic, localAddress);
  if (session === null) return 'no session';
  const socket = await dial(port, localAddress);
  if (socket === null) return 'no connection';
  const status = await upgrade(socket, port, channel, session.token);
  if (status === '101') return socket;
  socket.destroy();
  return status ?? 'closed';
}

function verdictOf(closed: boolean): string {
  return closed ? 'closed' : 'left open';
}
