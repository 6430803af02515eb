/** What a use asks of a line, as data: another opinion is another table. */

export const USES = ['web', 'video', 'meeting', 'gaming', 'backup'] as const;
export type Use = (typeof USES)[number];

/** What a use is judged by. Rates in bit/s, delays in ms, loss as a ratio 0–1; in the order in which they are named. */
export const USE_DIMENSIONS = [
  'downloadBps',
  'uploadBps',
  'idleRttMs',
  'workingRttMs',
  'pdvP95Ms',
  'lossRatio',
] as const;
export type UseDimension = (typeof USE_DIMENSIONS)[number];

/** Figures that are better the larger they are. */
export const RATES: ReadonlySet<UseDimension> = new Set(['downloadBps', 'uploadBps']);

/**
 * Where a limit comes from.
 * - `iqb`: Internet Quality Barometer, default configuration (m-lab/iqb at dbd7401).
 * - `rtr`: classes of RTR-Netztest (rtr-nettest/open-rmbt-control, V6_add_qoe_classification.sql).
 * - `aim`: @cloudflare/speedtest 1.14.1, cuts of AIM scores.
 * - `qoo`: the example of draft-ietf-ippm-qoo-10.
 * - `rpm`: bands of draft-ietf-ippm-responsiveness-09, 60,000 ms over 1,000 and 300 round trips a minute.
 * - `y1541`: ITU-T Y.1541 (12/2011), class 0.
 * - `g114`: ITU-T G.114 (05/2003): 150 ms one way disturb no conversation, 400 ms are its limit. 100 ms of either are the
 *   encoder's and the playout buffer's, so that 100 and 600 ms of round trip are left.
 * - `zoom`: least rate that Zoom states for a group call (support.zoom.com, system requirements).
 * - `assumed`: ours, without a source. Where a table has one, what rests on it is provisional.
 */
export type RequirementSource = 'iqb' | 'rtr' | 'aim' | 'qoo' | 'rpm' | 'y1541' | 'g114' | 'zoom' | 'assumed';

/**
 * `perfect`: from here on a better figure changes nothing (requirement for optimal performance, ROP, of draft-ietf-ippm-qoo).
 * `poor`: from here on the use does not work (conditions at the point of unacceptable performance, CPUP).
 */
export interface Requirement {
  perfect: number;
  perfectFrom: RequirementSource;
  poor: number;
  poorFrom: RequirementSource;
}

/** Raised by whoever changes a limit, a grade or the formula. */
export const USE_SCORE_VERSION = 1;

function requirement(
  perfect: number,
  perfectFrom: RequirementSource,
  poor: number,
  poorFrom: RequirementSource,
): Requirement {
  return { perfect, perfectFrom, poor, poorFrom };
}

/** What nobody waits for: buffered video and a copy at night do not care how late a busy line answers. */
const MATTERS_NOT = null;

const LOSS = requirement(0.01, 'iqb', 0.05, 'qoo');
const LIVE_LOSS = requirement(0.005, 'iqb', 0.05, 'qoo');

/** Null where a dimension does not matter to the use. */
export const USE_REQUIREMENTS: Readonly<Record<Use, Readonly<Record<UseDimension, Requirement | null>>>> = {
  web: {
    downloadBps: requirement(10e6, 'iqb', 1e6, 'assumed'),
    uploadBps: requirement(1e6, 'rtr', 0.2e6, 'rtr'),
    idleRttMs: requirement(100, 'iqb', 500, 'aim'),
    workingRttMs: requirement(100, 'iqb', 1000, 'assumed'),
    pdvP95Ms: MATTERS_NOT,
    lossRatio: LOSS,
  },
  // From the highest rendition to the least: section 4.6 of draft-ietf-ippm-qoo-10 on adaptive applications.
  video: {
    downloadBps: requirement(25e6, 'iqb', 2e6, 'rtr'),
    uploadBps: requirement(1e6, 'rtr', 0.2e6, 'rtr'),
    idleRttMs: requirement(100, 'iqb', 1000, 'assumed'),
    workingRttMs: MATTERS_NOT,
    pdvP95Ms: MATTERS_NOT,
    lossRatio: LOSS,
  },
  meeting: {
    downloadBps: requirement(6e6, 'rtr', 1e6, 'zoom'),
    uploadBps: requirement(6e6, 'rtr', 0.6e6, 'zoom'),
    idleRttMs: requirement(50, 'iqb', 600, 'g114'),
    workingRttMs: requirement(100, 'g114', 600, 'g114'),
    pdvP95Ms: requirement(50, 'y1541', 200, 'assumed'),
    lossRatio: LIVE_LOSS,
  },
  gaming: {
    downloadBps: requirement(8e6, 'rtr', 1e6, 'assumed'),
    uploadBps: requirement(2e6, 'rtr', 0.2e6, 'assumed'),
    idleRttMs: requirement(10, 'iqb', 150, 'assumed'),
    workingRttMs: requirement(60, 'rpm', 200, 'rpm'),
    pdvP95Ms: requirement(10, 'aim', 100, 'aim'),
    lossRatio: LIVE_LOSS,
  },
  backup: {
    downloadBps: requirement(10e6, 'iqb', 1e6, 'assumed'),
    uploadBps: requirement(25e6, 'iqb', 1e6, 'assumed'),
    idleRttMs: MATTERS_NOT,
    workingRttMs: MATTERS_NOT,
    pdvP95Ms: MATTERS_NOT,
    lossRatio: LOSS,
  },
};
