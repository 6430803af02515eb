import { err, ok } from '../../../protocol/fallible.ts';
import type { Random } from '../../clock.ts';
import { DATAGRAM_BYTES, type DatagramLoop, type Datagrams } from '../../datagrams.ts';
import { pathOver } from '../../phases/loss.ts';
import type { Bottleneck } from './bottleneck.ts';
import type { SimulatedTime } from './simulated-time.ts';

/** IPv4, UDP, ChannelData (RFC 8656), DTLS 1.2 with AES-GCM, and SCTP around every datagram. */
const HEADER_BYTES = 20 + 8 + 4 + 37 + 28;
/** TURN allocation with its challenge, permission, ICE, DTLS and SCTP. */
const SETUP_ROUND_TRIPS = 10;

interface Line {
  time: SimulatedTime;
  random: Random;
  up: Bottleneck;
  down: Bottleneck;
  rttMs: number;
}

/** A relay right behind the line: a datagram passes both bottlenecks, beside whatever else is in them. */
export function simulatedDatagrams(line: Line): Datagrams {
  const { time, random, rttMs } = line;
  return {
    method: 'simulated',
    async open(_turn, signal) {
      await new Promise<void>((resolve) => time.after(SETUP_ROUND_TRIPS * rttMs, resolve));
      if (signal.aborted) return err({ reason: 'aborted', detail: 'stopped' });
      return ok(pathOver(loopOver(line), time, random));
    },
  };
}

function loopOver({ time, up, down }: Line): DatagramLoop {
  const ipBytes = DATAGRAM_BYTES + HEADER_BYTES;
  let heard: (sequence: number) => void = () => {};
  let open = true;
  return {
    bufferedBytes: 0,
    send(sequence) {
      const turnMs = open ? up.pass(time.now(), ipBytes) : null;
      if (turnMs === null) return;
      time.at(turnMs, () => {
        const backMs = down.pass(turnMs, ipBytes);
        if (backMs === null) return;
        time.at(backMs, () => {
          if (!open) return;
          time.touch();
          heard(sequence);
        });
      });
    },
    listen(onReceive) {
      heard = onReceive;
    },
    close() {
      open = false;
    },
  };
}
