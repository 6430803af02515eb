import { err, ok } from '../../protocol/fallible.ts';
import type { DatagramLoop, Datagrams } from '../datagrams.ts';
import { pathOver } from '../phases/loss.ts';
import { systemClock } from '../system-clock.ts';
import { LOOP_METHOD, type LoopPeer, openLoop } from './data-channel.ts';

/** Loops that are open or being opened, in this process. */
let inUse = 0;

/**
 * Datagrams from Node, by node-datachannel. It is an optional dependency with a native part: where it is not installed
 * or does not load, loss is not measured and everything else is.
 */
export const nodeDatagrams: Datagrams = {
  method: LOOP_METHOD,
  async open(turn, signal) {
    const library = await load();
    if (typeof library === 'string') return err({ reason: 'not-supported', detail: library });
    const { RTCPeerConnection, cleanup } = library;
    // The library puts both into a URL as they are: a colon or a slash in them would end it there.
    const username = encodeURIComponent(turn.username);
    const credential = encodeURIComponent(turn.credential);
    const configuration = {
      iceServers: [{ urls: [...turn.urls], username, credential }],
      iceTransportPolicy: 'relay',
    };
    const release = () => {
      inUse -= 1;
      // Without this, a peer whose relay never answered keeps the process alive for good.
      if (inUse === 0) cleanup();
    };
    inUse += 1;
    const loop = await openLoop(() => new RTCPeerConnection(configuration), turn, signal);
    if (loop.ok) return ok(pathOver(closing(loop.value, release), systemClock, Math.random));
    release();
    return loop;
  },
};

interface Library {
  /** Its own types are those of a browser's library, which is not here. */
  RTCPeerConnection: new (
    configuration: object,
  ) => LoopPeer;
  cleanup: () => void;
}

/** The library, or why there is none. */
async function load(): Promise<Library | string> {
  try {
    const [{ RTCPeerConnection }, { cleanup }] = await Promise.all([
      import('node-datachannel/polyfill'),
      import('node-datachannel'),
    ]);
    return { RTCPeerConnection: RTCPeerConnection as unknown as Library['RTCPeerConnection'], cleanup };
  } catch (error) {
    return `node-datachannel: ${String(error)}`;
  }
}

/** The loop; `release` follows its first close. */
function closing(loop: DatagramLoop, release: () => void): DatagramLoop {
  let open = true;
  return {
    send: (sequence) => loop.send(sequence),
    get bufferedBytes() {
      return loop.bufferedBytes;
    },
    listen: (onReceive, onGone) => loop.listen(onReceive, onGone),
    close() {
      if (!open) return;
      open = false;
      loop.close();
      release();
    },
  };
}
