/** The two hosts of an emulated line. */
export type Host = 'client' | 'server';

/** What one direction of a line did with packets, as far as the emulation counts. */
export interface DirectionCounters {
  packets: number;
  /** Lost by chance, not because a queue was full. */
  randomLosses: number;
}

export type LinkCounters = Record<'down' | 'up', DirectionCounters>;

/** An emulated access line between two hosts of this machine. One at a time. */
export interface Link {
  /** Address of the server's host, as the client's host sees it. */
  readonly serverAddress: string;
  /** Sets the line up, as `down=100e6 up=20e6 rtt=20`. */
  up(keys: string): Promise<void>;
  /** Takes the line away; answers what it counted, null where it counts nothing. */
  down(): Promise<LinkCounters | null>;
  /** What to write before a command so that it runs on a host. */
  on(host: Host): string[];
}
