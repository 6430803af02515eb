/**
 * A datagram loop over a WebRTC data channel between two peers on this device that know each other only through a TURN
 * relay. Unordered and without retransmission (RFC 8831 section 6.4), a message has the fate of the packet it is in.
 */
import { err, type Fallible, ok } from '../../protocol/fallible.ts';
import { DATAGRAM_BYTES, type DatagramFailure, type DatagramLoop, type Turn } from '../datagrams.ts';

/** What a datagram loop needs of an RTCDataChannel; browsers and Node have it alike. */
export interface LoopChannel {
  binaryType: string;
  readonly bufferedAmount: number;
  readonly readyState: string;
  send(data: ArrayBuffer): void;
  addEventListener(type: 'open' | 'close', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
}

interface Description {
  type: 'offer' | 'answer' | 'pranswer' | 'rollback';
  sdp?: string;
}

/** What a datagram loop needs of an RTCPeerConnection. */
export interface LoopPeer {
  createDataChannel(label: string, options: { ordered: boolean; maxRetransmits: number }): LoopChannel;
  createOffer(): Promise<Description>;
  createAnswer(): Promise<Description>;
  setLocalDescription(description: Description): Promise<void>;
  setRemoteDescription(description: Description): Promise<void>;
  addIceCandidate(candidate: LoopCandidate | null): Promise<void>;
  addEventListener(
    type: 'icecandidate',
    listener: (event: { candidate: LoopCandidate | null }) => void,
  ): void;
  addEventListener(type: 'datachannel', listener: (event: { channel: LoopChannel }) => void): void;
  close(): void;
}

export interface LoopCandidate {
  readonly candidate: string;
  readonly sdpMid: string | null;
}

/** Makes a peer that uses this relay and nothing else (`iceTransportPolicy: 'relay'`). */
export type MakePeer = (turn: Turn) => LoopPeer;

export const LOOP_METHOD = 'webrtc-turn-loop';

/** A relay that has not answered by then is out of reach over UDP: three retransmissions of STUN (RFC 8489 section 6.2.1). */
const RELAY_LIMIT_MS = 4_000;
/** Behind a relay that did answer, ICE, DTLS and SCTP take some 13 round trips: 8 s over a satellite. */
const CONNECT_LIMIT_MS = 10_000;

/** Opens a loop; waits 4 s for the relay, and 10 s in all when it answers. */
export async function openLoop(
  makePeer: MakePeer,
  turn: Turn,
  signal: AbortSignal,
): Promise<Fallible<DatagramLoop, DatagramFailure>> {
  const late = AbortSignal.timeout(CONNECT_LIMIT_MS);
  const unanswered = new AbortController();
  const timer = setTimeout(() => unanswered.abort(), RELAY_LIMIT_MS);
  const peers: LoopPeer[] = [];
  const close = () => {
    for (const peer of peers) peer.close();
  };
  try {
    // The relay's address or credentials may be such that no peer takes them.
    const [here, there] = [makePeer(turn), makePeer(turn)];
    peers.push(here, there);
    // With a relay alone, the first candidate is the relay's answer.
    here.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate !== null && candidate.candidate !== '') clearTimeout(timer);
    });
    const channels = await connect(here, there, AbortSignal.any([signal, late, unanswered.signal]));
    return ok(loopOn(channels, close));
  } catch (error) {
    close();
    if (signal.aborted) return err({ reason: 'aborted', detail: 'stopped' });
    if (late.aborted || unanswered.signal.aborted)
      return err({ reason: 'udp-blocked', detail: `${turn.urls.join(' ')} did not answer in time` });
    return err({ reason: 'not-supported', detail: String(error) });
  } finally {
    clearTimeout(timer);
  }
}

interface Channels {
  outgoing: LoopChannel;
  incoming: LoopChannel;
}

/** Resolves when both ends are open; rejects when the signal aborts or a peer refuses. */
async function connect(here: LoopPeer, there: LoopPeer, signal: AbortSignal): Promise<Channels> {
  const aborted = new Promise<never>((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason));
  });
  const outgoing = here.createDataChannel('loss', { ordered: false, maxRetransmits: 0 });
  const incoming = new Promise<LoopChannel>((resolve) => {
    there.addEventListener('datachannel', ({ channel }) => resolve(channel));
  });
  const agreed = negotiate(here, there).then(async () => ({
    outgoing: await opened(outgoing),
    incoming: await opened(await incoming),
  }));
  return Promise.race([agreed, aborted]);
}

/** Offer and answer (RFC 9429); candidates found before a description is set wait for it. */
async function negotiate(here: LoopPeer, there: LoopPeer): Promise<void> {
  const toThere = trickle(here, there);
  const toHere = trickle(there, here);
  const offer = await here.createOffer();
  await here.setLocalDescription(offer);
  await there.setRemoteDescription(offer);
  toThere.release();
  const answer = await there.createAnswer();
  await there.setLocalDescription(answer);
  await here.setRemoteDescription(answer);
  toHere.release();
}

function trickle(from: LoopPeer, to: LoopPeer): { release: () => void } {
  let waiting: LoopCandidate[] | null = [];
  // A candidate that the other peer cannot use is one way less; ICE goes on with the others.
  const add = (candidate: LoopCandidate) => void to.addIceCandidate(candidate).catch(() => {});
  from.addEventListener('icecandidate', ({ candidate }) => {
    if (candidate === null || candidate.candidate === '') return;
    if (waiting === null) add(candidate);
    else waiting.push(candidate);
  });
  return {
    release() {
      for (const candidate of waiting ?? []) add(candidate);
      waiting = null;
    },
  };
}

function opened(channel: LoopChannel): Promise<LoopChannel> {
  return new Promise((resolve) => {
    if (channel.readyState === 'open') resolve(channel);
    else channel.addEventListener('open', () => resolve(channel));
  });
}

function loopOn({ outgoing, incoming }: Channels, close: () => void): DatagramLoop {
  incoming.binaryType = 'arraybuffer';
  return {
    get bufferedBytes() {
      return outgoing.bufferedAmount;
    },
    send(sequence) {
      if (outgoing.readyState !== 'open') return;
      const datagram = new ArrayBuffer(DATAGRAM_BYTES);
      new DataView(datagram).setUint32(0, sequence);
      outgoing.send(datagram);
    },
    listen(onReceive, onGone) {
      incoming.addEventListener('message', ({ data }) => {
        if (data instanceof ArrayBuffer && data.byteLength === DATAGRAM_BYTES)
          onReceive(new DataView(data).getUint32(0));
      });
      for (const channel of [outgoing, incoming]) channel.addEventListener('close', onGone);
    },
    close,
  };
}
