import type { DatagramPath, Datagrams, RunningTrain } from '../../measurement-agent/engine/datagrams.ts';
import { pathOver } from '../../measurement-agent/engine/phases/loss.ts';
import { systemClock } from '../../measurement-agent/engine/system-clock.ts';
import { LOOP_METHOD, openLoop } from '../../measurement-agent/engine/transports/data-channel.ts';
import { ok } from '../../measurement-agent/protocol/fallible.ts';
import type { DatagramAnswer, DatagramRequest } from './datagram-messages.ts';

/** Datagrams of a page. */
export const browserDatagrams: Datagrams = {
  method: LOOP_METHOD,
  async open(turn, signal) {
    const makePeer = () =>
      new RTCPeerConnection({
        iceServers: [{ urls: turn.urls, username: turn.username, credential: turn.credential }],
        iceTransportPolicy: 'relay',
      });
    const loop = await openLoop(makePeer, turn, signal);
    return loop.ok ? ok(pathOver(loop.value, systemClock, Math.random)) : loop;
  },
};

/** The page's part of the loss measurement: does what its measuring worker asks, and answers. */
export interface PageDatagrams {
  handle(request: DatagramRequest): Promise<void>;
  /** Ends everything: the worker is gone. */
  end(): void;
}

interface Current {
  id: number;
  over: AbortController;
  path: DatagramPath | null;
  train: RunningTrain | null;
}

export function pageDatagrams(datagrams: Datagrams, answer: (answer: DatagramAnswer) => void): PageDatagrams {
  let current: Current | null = null;

  function end(): void {
    current?.over.abort();
    current?.path?.close();
    current = null;
  }

  return {
    async handle(request) {
      const { id } = request;
      if (request.type === 'open') {
        end();
        const mine: Current = { id, over: new AbortController(), path: null, train: null };
        current = mine;
        const opened = await datagrams.open(request.turn, mine.over.signal);
        if (opened.ok && mine.over.signal.aborted) opened.value.close();
        else if (opened.ok) mine.path = opened.value;
        answer({ type: 'opened', id, failure: opened.ok ? null : opened.error });
        return;
      }
      if (current?.id !== id) return;
      if (request.type === 'close') end();
      else if (request.type === 'end-train') current.train?.end();
      else if (current.path !== null) {
        current.train = current.path.run(request.plan, (progress) =>
          answer({ type: 'progress', id, progress }),
        );
        answer({ type: 'record', id, record: await current.train.done });
      }
    },
    end,
  };
}
