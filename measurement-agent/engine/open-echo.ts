import { err, type Fallible, ok } from '../protocol/fallible.ts';
import { parseWorkerMessage } from '../protocol/messages.ts';
import type { Clock } from './clock.ts';
import type { Turn } from './datagrams.ts';
import type { EngineFailure } from './events.ts';
import { CONNECT_LIMIT_MS } from './phases/load.ts';
import type { Connection, Transport } from './transport.ts';

export interface EchoEvents {
  /** A probe came back; engine clock. */
  onProbe: (id: number, atMs: number) => void;
  /** The connection is gone; also after `close()`. */
  onClose: () => void;
}

export interface Echo {
  connection: Connection;
  /** The relay of its session, if any. */
  turn: Turn | null;
}

/** A session of its own, and a connection that sends probes back. */
export async function openEcho(
  { transport, clock, signal }: { transport: Transport; clock: Clock; signal: AbortSignal },
  { onProbe, onClose }: EchoEvents,
): Promise<Fallible<Echo, EngineFailure>> {
  const late = new AbortController();
  const cancel = clock.after(CONNECT_LIMIT_MS, () => late.abort());
  const either = AbortSignal.any([signal, late.signal]);
  try {
    const session = await transport.openSession({}, either);
    if (!session.ok) return err({ reason: 'session', failure: session.error });
    let closed = false;
    const opened = await transport.connect(
      'echo',
      session.value.token,
      {
        onText(text, atMs) {
          const message = parseWorkerMessage(text);
          if (message.ok && message.value.type === 'probe') onProbe(message.value.id, atMs);
        },
        onPayload: () => {},
        onClose() {
          closed = true;
          onClose();
        },
      },
      either,
    );
    if (!opened.ok) return err({ reason: 'connect', failure: opened.error });
    if (!closed) return ok({ connection: opened.value, turn: session.value.turn });
    return err({
      reason: 'connect',
      failure: { reason: 'unreachable', detail: 'The connection closed as it opened.', closeCode: null },
    });
  } finally {
    cancel();
  }
}
