import { describe, expect, test } from 'vitest';
import { RESULT_DOCUMENT } from '../../../test/fixtures/result-document.ts';
import type { PartSurroundings, Surroundings } from '../../protocol/surroundings.ts';
import { VERDICT_REASONS } from '../../protocol/vocabulary.ts';
import { type Noticeable, noticed } from './noticed.ts';

const { idle, download, upload, loss, declared } = RESULT_DOCUMENT;
if (idle === null || download === null || upload === null || loss === null)
  throw new TypeError('Cannot test: the fixture lacks a figure');

const LATE = { p50: 0.4, p95: 1.2, p99: 2, max: 6, samples: 180 };
/** A machine with time to spare that moved `bytes` as load, with 5% of headers. */
const quiet = (bytes = 0): PartSurroundings => ({
  durationMs: 4_000,
  timerLateMs: LATE,
  threadBusyShare: 0.3,
  machineBusyShare: 0.4,
  interfaceBytes: { received: Math.round(bytes * 1.05), sent: Math.round(bytes * 1.05) },
  retransmittedSegments: 0,
});
const idlePart = quiet();
const downloadPart = quiet(download.bytes);
const uploadPart = quiet(upload.bytes);
const SURROUNDINGS: Surroundings = {
  loopback: false,
  medium: 'wired',
  vpn: false,
  networkChanged: false,
  clockJumpMs: 2,
  idle: idlePart,
  download: downloadPart,
  upload: uploadPart,
};
const QUIET: Noticeable = {
  agent: { name: 'test', version: '0', kind: 'node' },
  declared: { ...declared, medium: 'wired' },
  idle,
  download,
  upload,
  loss,
  missing: {},
  surroundings: SURROUNDINGS,
};
const around = (changes: Partial<Surroundings>): Partial<Noticeable> => ({
  surroundings: { ...SURROUNDINGS, ...changes },
});
const late = (changes: Partial<typeof LATE>) => ({ timerLateMs: { ...LATE, ...changes } });
/** A browser knows its timers only. */
const browser = (changes: Partial<typeof LATE>): Partial<Noticeable> => ({
  agent: { name: 'test', version: '0', kind: 'browser' },
  ...around({
    medium: null,
    vpn: null,
    download: {
      ...downloadPart,
      threadBusyShare: null,
      machineBusyShare: null,
      interfaceBytes: null,
      retransmittedSegments: null,
      ...late(changes),
    },
  }),
});
const received = (bytes: number) => ({ interfaceBytes: { received: Math.round(bytes), sent: 0 } });
const sent = (bytes: number) => ({ interfaceBytes: { received: 0, sent: Math.round(bytes) } });
const satellite = { ...idle, rttMs: { min: 590, p50: 612, p95: 680 } };
const slowUpload = { ...upload, bytes: 600_000 };

describe('noticed()', () => {
  test.each<[string, Partial<Noticeable>, string[]]>([
    ['nothing about a quiet run', {}, []],
    ['nothing where nobody watched', { surroundings: null }, []],
    ['nothing in an old document', { surroundings: undefined }, []],

    ['a clock that was set by a second', around({ clockJumpMs: 1_000 }), []],
    ['a clock that was set by more', around({ clockJumpMs: 1_001 }), ['clock-anomaly']],
    ['another network', around({ networkChanged: true }), ['network-changed']],
    ['a VPN of this machine', around({ vpn: true }), ['vpn']],
    ['Wi-Fi that was seen', around({ medium: 'wifi' }), ['wireless']],
    [
      'Wi-Fi that was declared',
      { ...around({ medium: null }), declared: { ...declared, medium: 'wifi' } },
      ['wireless'],
    ],
    [
      'a cable that was seen, whatever was declared',
      { ...around({ medium: 'wired' }), declared: { ...declared, medium: 'wifi' } },
      [],
    ],

    [
      'a thread that was busy all the time',
      around({ download: { ...downloadPart, threadBusyShare: 0.91 } }),
      ['cpu-bound'],
    ],
    [
      'cores that were all busy beside a thread that had its turn',
      around({ download: { ...downloadPart, machineBusyShare: 1 } }),
      [],
    ],
    [
      'cores that were all busy and let the thread wait',
      around({ upload: { ...uploadPart, machineBusyShare: 0.97, ...late({ p95: 20.1 }) } }),
      ['cpu-bound'],
    ],
    // 1448 of 1538 bytes, and 95% of that: 312.4 Mbit/s are more than 349 Mbit/s leave, and less than 350 do.
    ['a rate that is all of a port', around({ linkBps: 100e6 }), ['interface-limited']],
    ['a rate just above what can be told apart', around({ linkBps: 349e6 }), ['interface-limited']],
    ['a rate just below', around({ linkBps: 350e6 }), []],
    ['a port that is much faster than the line', around({ linkBps: 1e9 }), []],
    ['a port whose rate nobody tells', around({ linkBps: null }), []],
    [
      'an idle line with a tenth used by others',
      around({ idle: { ...idlePart, ...received((0.099 * download.goodputBps * 4) / 8 + 200_000) } }),
      [],
    ],
    [
      'an idle line with more used by others',
      around({ idle: { ...idlePart, ...sent(0.11 * upload.goodputBps * (4 / 8) + 200_000) } }),
      ['cross-traffic'],
    ],
    [
      'cores that were all busy on an idle line, as far as timers were in time',
      around({ idle: { ...idlePart, machineBusyShare: 1 } }),
      [],
    ],
    [
      'a direction without a figure that was busy',
      { ...around({ download: { ...downloadPart, threadBusyShare: 1 } }), download: null },
      [],
    ],
    [
      'a browser with a backlog',
      browser({ p50: 21, p95: 60, p99: 80, max: 90 }),
      ['event-loop-late', 'cpu-bound'],
    ],
    ['a browser that was late at times', browser({ p95: 9, max: 120 }), []],

    // The idle median is 7.4 ms: 10 ms are allowed.
    ['idle timers 10 ms late', around({ idle: { ...idlePart, ...late({ p95: 10 }) } }), []],
    ['idle timers later', around({ idle: { ...idlePart, ...late({ p95: 10.1 }) } }), ['event-loop-late']],
    [
      'the same on a satellite line, where it is nothing',
      { idle: satellite, ...around({ idle: { ...idlePart, ...late({ p95: 90 }) } }) },
      ['far'],
    ],
    [
      'a stall that the data in flight bridges',
      around({ download: { ...downloadPart, ...late({ max: 250 }) } }),
      [],
    ],
    ['a longer one', around({ download: { ...downloadPart, ...late({ max: 251 }) } }), ['event-loop-late']],
    ['a stall between the figures', around({ idle: { ...idlePart, ...late({ max: 400 }) } }), []],
    ['timers that run once a second', browser({ p50: 980, p95: 990, p99: 990, max: 995 }), ['tab-throttled']],
    ['a page that was frozen', browser({ max: 8_000 }), ['tab-throttled']],
    [
      'Node that stood still',
      around({ upload: { ...uploadPart, ...late({ max: 8_000 }) } }),
      ['event-loop-late'],
    ],

    [
      'headers of the smallest packets, and probes',
      around({ download: { ...downloadPart, ...received(download.bytes * 1.15) } }),
      [],
    ],
    [
      'a twentieth for others',
      around({ download: { ...downloadPart, ...received(download.bytes * 1.05 * 1.05) } }),
      [],
    ],
    [
      'a quarter for others',
      around({ download: { ...downloadPart, ...received(download.bytes * 1.05 * 1.3) } }),
      ['cross-traffic'],
    ],
    [
      'others that upload beside an upload',
      around({ upload: { ...uploadPart, ...sent(upload.bytes * 1.05 * 1.3) } }),
      ['cross-traffic'],
    ],
    [
      'handshakes on a slow line',
      { upload: slowUpload, ...around({ upload: { ...uploadPart, ...sent(600_000 * 1.05 + 180_000) } }) },
      [],
    ],
    [
      // 12% of the segments are sent again, some of them twice.
      'an upload on a line that loses 12%',
      around({
        upload: {
          ...uploadPart,
          ...sent((upload.bytes * 1.05) / 0.88),
          retransmittedSegments: Math.round((upload.bytes / 1448) * 0.137),
        },
      }),
      [],
    ],
    [
      'a machine that measures itself, busy as it may be',
      around({
        loopback: true,
        networkChanged: true,
        download: { ...downloadPart, threadBusyShare: 1, ...late({ max: 900 }), ...received(1e12) },
      }),
      [],
    ],
    ['its clock all the same', around({ loopback: true, clockJumpMs: 60_000 }), ['clock-anomaly']],

    ['a rate that moved', { upload: { ...upload, steady: false } }, ['unstable']],
    ['an idle median of 300 ms', { idle: { ...idle, rttMs: { min: 299, p50: 300, p95: 320 } } }, []],
    ['a satellite', { idle: satellite }, ['far']],
    ['1% lost', { loss: { lossRatio: 0.01, sent: 1000, lost: 10 } }, []],
    ['12% lost', { loss: { lossRatio: 0.12, sent: 1000, lost: 120 } }, ['lossy']],
    [
      '3 lost of 150: it may be chance',
      { loss: { lossRatio: 0.02, sent: 150, lost: 3, lowRatio: 0.0068, highRatio: 0.057 } },
      [],
    ],
  ])('%s', (_name, changes, codes) => {
    expect(noticed({ ...QUIET, ...changes })).toEqual(codes);
  });

  test('a finding never excludes', () => {
    const worst: Noticeable = {
      ...QUIET,
      ...around({ medium: 'wifi' }),
      idle: satellite,
      download: { ...download, steady: false },
      loss: { lossRatio: 0.5, sent: 1000, lost: 500 },
    };
    const codes = noticed(worst);
    expect(codes).toEqual(['wireless', 'unstable', 'lossy', 'far']);
    expect(codes.filter((code) => VERDICT_REASONS[code].excludes)).toEqual([]);
  });
});
