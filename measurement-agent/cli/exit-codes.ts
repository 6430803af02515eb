/** How a run ended, for scripts. A public contract: codes are added, never changed; docs/agent.md describes each. */
export const EXIT_CODES = {
  done: 0,
  /** A fault of this program. */
  internal: 1,
  /** The command line or the environment is wrong; nothing was measured. */
  usage: 2,
  /** The server could not be reached, or not for long enough: nothing is stored. */
  network: 3,
  /** The result is stored, but a stage of it is missing. */
  partial: 4,
  /** Measured, and a threshold that was set is broken. */
  threshold: 5,
  /** Not submitted but queued. */
  queued: 6,
  /** The server refused: token, quota, or a result it does not accept. */
  refused: 7,
  /** A result is not as its server signed it. */
  forged: 8,
  /** Another process of this agent holds the lock: a daemon, or a test. */
  locked: 75,
  /** SIGINT; what was measured until then is stored. */
  interrupted: 130,
  /** SIGTERM; what was measured until then is stored. */
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];
