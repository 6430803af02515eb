import type {
  DatagramFailure,
  DatagramPath,
  Datagrams,
  TrainProgress,
  TrainRecord,
} from '../../measurement-agent/engine/datagrams.ts';
import { LOOP_METHOD } from '../../measurement-agent/engine/transports/data-channel.ts';
import { err, ok } from '../../measurement-agent/protocol/fallible.ts';
import type { DatagramAnswer, DatagramRequest } from './datagram-messages.ts';

const STOPPED: TrainRecord = { sent: 0, sentAfterMs: [], received: [], outcome: 'stopped' };

/** The measuring worker's end of the way of datagrams that its page keeps. */
export interface WorkerDatagrams {
  datagrams: Datagrams;
  hear: (answer: DatagramAnswer) => void;
}

export function workerDatagrams(ask: (request: DatagramRequest) => void): WorkerDatagrams {
  let id = 0;
  let onOpened: (failure: DatagramFailure | null) => void = () => {};
  let onProgress: (progress: TrainProgress) => void = () => {};
  let onRecord: (record: TrainRecord) => void = () => {};

  function path(mine: number): DatagramPath {
    let closed = false;
    return {
      run(plan, progress) {
        const done = new Promise<TrainRecord>((resolve) => {
          onRecord = resolve;
          onProgress = progress;
          if (closed) resolve(STOPPED);
        });
        ask({ type: 'run', id: mine, plan });
        return { done, end: () => ask({ type: 'end-train', id: mine }) };
      },
      close() {
        if (closed) return;
        closed = true;
        ask({ type: 'close', id: mine });
        onRecord(STOPPED);
      },
    };
  }

  return {
    datagrams: {
      method: LOOP_METHOD,
      async open(turn, signal) {
        id += 1;
        const mine = id;
        const stop = () => {
          ask({ type: 'close', id: mine });
          onOpened({ reason: 'aborted', detail: 'stopped' });
        };
        const failure = await new Promise<DatagramFailure | null>((resolve) => {
          onOpened = resolve;
          if (signal.aborted) return resolve({ reason: 'aborted', detail: 'stopped' });
          signal.addEventListener('abort', stop);
          ask({ type: 'open', id: mine, turn });
        });
        signal.removeEventListener('abort', stop);
        return failure === null ? ok(path(mine)) : err(failure);
      },
    },
    hear(answer) {
      if (answer.id !== id) return;
      if (answer.type === 'opened') onOpened(answer.failure);
      else if (answer.type === 'progress') onProgress(answer.progress);
      else onRecord(answer.record);
    },
  };
}
