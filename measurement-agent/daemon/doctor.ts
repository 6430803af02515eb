/** What facts of a machine mean for measuring on it, and what to do about them. */

/** `good`, `doubtful` (figures may suffer), `bad` (no figures, or none that count), or `unknown` where the system does not tell. */
export interface Finding {
  check: string;
  state: 'good' | 'doubtful' | 'bad' | 'unknown';
  found: string;
  /** What to do; null where there is nothing to do. */
  advice: string | null;
}

/** Null where it could not be learned. */
export interface MachineFacts {
  /** Clock of this machine minus the server's. */
  clockOffsetMs: number | null;
  dnsMs: number | null;
  /** TCP handshake with the edge; `absent`: its name has no address of that version. */
  ipv4Ms: number | 'absent' | null;
  ipv6Ms: number | 'absent' | null;
  /** Of the interface of the route. */
  mtuBytes: number | null;
  turn: 'answers' | 'not-named' | 'no-library' | 'no-answer' | null;
  freeBytes: number | null;
  /** Share of all processor time that was used, over a second. */
  machineBusyShare: number | null;
  lineBusy: boolean | null;
  key: { sound: true } | { sound: false; sentence: string };
  enrolled: boolean;
}

const SECOND_MS = 1000;
/** Signatures are taken within 300 s. */
const CLOCK_BAD_MS = 300 * SECOND_MS;
const CLOCK_DOUBTFUL_MS = 2 * SECOND_MS;
/** The smallest that IPv6 allows (RFC 8200). */
const LEAST_MTU_BYTES = 1280;
const DISK_BAD_BYTES = 20e6;
const DISK_DOUBTFUL_BYTES = 300e6;
/** A test at 1 Gbit/s takes about half of one core of a small machine. */
const BUSY_SHARE = 0.5;

export function findings(facts: MachineFacts): Finding[] {
  return [
    clock(facts),
    dns(facts),
    family('IPv4', facts.ipv4Ms),
    family('IPv6', facts.ipv6Ms),
    mtu(facts),
    turn(facts),
    disk(facts),
    processor(facts),
    crossTraffic(facts),
    identity(facts),
  ];
}

function clock({ clockOffsetMs }: MachineFacts): Finding {
  const check = 'clock';
  if (clockOffsetMs === null)
    return { check, state: 'unknown', found: 'The server did not answer.', advice: null };
  const off = Math.abs(clockOffsetMs);
  const found = `${(off / 1000).toFixed(1)} s ${clockOffsetMs >= 0 ? 'ahead of' : 'behind'} the server`;
  if (off < CLOCK_DOUBTFUL_MS) return { check, state: 'good', found, advice: null };
  const advice = 'Set the clock by NTP: timedatectl set-ntp true, or install chrony.';
  return { check, state: off < CLOCK_BAD_MS ? 'doubtful' : 'bad', found, advice };
}

function dns({ dnsMs }: MachineFacts): Finding {
  return dnsMs === null
    ? {
        check: 'dns',
        state: 'bad',
        found: 'The name of the server was not resolved.',
        advice: 'Check the address of the server, and the resolvers in /etc/resolv.conf.',
      }
    : { check: 'dns', state: 'good', found: `resolved in ${dnsMs.toFixed(1)} ms`, advice: null };
}

function family(check: 'IPv4' | 'IPv6', rttMs: number | 'absent' | null): Finding {
  if (rttMs === 'absent')
    return { check, state: 'unknown', found: `The server has no ${check} address.`, advice: null };
  if (rttMs === null)
    return {
      check,
      state: 'doubtful',
      found: 'The server did not answer.',
      advice: `This line may have no ${check}, or a firewall drops it. Where it has none, set ip_version to the other.`,
    };
  return { check, state: 'good', found: `handshake in ${rttMs} ms`, advice: null };
}

function mtu({ mtuBytes }: MachineFacts): Finding {
  const check = 'MTU';
  if (mtuBytes === null)
    return { check, state: 'unknown', found: 'The system does not tell it.', advice: null };
  return mtuBytes < LEAST_MTU_BYTES
    ? {
        check,
        state: 'bad',
        found: `${mtuBytes} bytes on the interface`,
        advice: 'IPv6 needs 1280: look for a tunnel or a VPN on this route.',
      }
    : { check, state: 'good', found: `${mtuBytes} bytes on the interface`, advice: null };
}

function turn({ turn: found }: MachineFacts): Finding {
  const check = 'TURN';
  switch (found) {
    case null:
      return { check, state: 'unknown', found: 'There was no session to ask with.', advice: null };
    case 'answers':
      return { check, state: 'good', found: 'The relay answers over UDP.', advice: null };
    case 'not-named':
      return {
        check,
        state: 'doubtful',
        found: 'The server names no relay.',
        advice: 'Loss is not measured; the operator may set one up.',
      };
    case 'no-library':
      return {
        check,
        state: 'doubtful',
        found: 'node-datachannel is not installed.',
        advice:
          'Loss is not measured: npm install node-datachannel, where there is a binary for this machine.',
      };
    case 'no-answer':
      return {
        check,
        state: 'doubtful',
        found: 'The relay does not answer over UDP.',
        advice: 'Loss is not measured: let UDP out to port 3478.',
      };
  }
}

function disk({ freeBytes }: MachineFacts): Finding {
  const check = 'disk';
  if (freeBytes === null)
    return { check, state: 'unknown', found: 'The system does not tell it.', advice: null };
  const found = `${Math.floor(freeBytes / 1e6)} MB free`;
  if (freeBytes >= DISK_DOUBTFUL_BYTES) return { check, state: 'good', found, advice: null };
  const advice =
    'Results wait on this disk while the server is away: make room, or set state_dir to another.';
  return { check, state: freeBytes < DISK_BAD_BYTES ? 'bad' : 'doubtful', found, advice };
}

function processor({ machineBusyShare: share }: MachineFacts): Finding {
  const check = 'CPU';
  if (share === null) return { check, state: 'unknown', found: 'The system does not tell it.', advice: null };
  const found = `${Math.round(share * 100)}% in use`;
  return share > BUSY_SHARE
    ? {
        check,
        state: 'doubtful',
        found,
        advice:
          'Results that a busy processor may have limited do not count: stop what uses it, or measure from another machine.',
      }
    : { check, state: 'good', found, advice: null };
}

function crossTraffic({ lineBusy }: MachineFacts): Finding {
  const check = 'other traffic';
  if (lineBusy === null)
    return { check, state: 'unknown', found: 'The system does not count it.', advice: null };
  return lineBusy
    ? {
        check,
        state: 'doubtful',
        found: 'This machine uses the line now.',
        advice: 'Tests wait for an idle line, five times a minute apart, and are skipped when there is none.',
      }
    : { check, state: 'good', found: 'The line is idle.', advice: null };
}

function identity({ key, enrolled }: MachineFacts): Finding {
  const check = 'identity';
  if (!key.sound) return { check, state: 'bad', found: key.sentence, advice: null };
  return enrolled
    ? { check, state: 'good', found: 'This device has a key and is enrolled.', advice: null }
    : {
        check,
        state: 'bad',
        found: 'This device is not enrolled.',
        advice: 'Ask your operator for a token, then jissoku enroll.',
      };
}
