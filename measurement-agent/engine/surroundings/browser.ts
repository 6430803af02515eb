import type { Medium } from '../../protocol/vocabulary.ts';
import type { WatchSurroundings } from '../surroundings.ts';
import { systemClock } from '../system-clock.ts';
import { watchMachine } from './watch.ts';

export interface BrowserSurroundings {
  /** Of the server. */
  hostname: string;
  /** What the browser tells of the device's own connection, if it does. */
  medium: () => Medium | null;
  /** Page or Web Worker: tells when the device goes offline. */
  scope: EventTarget;
}

/** A name or address that never leaves the machine (RFC 6761 section 6.3). */
const LOOPBACK = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/;

/** Watches from inside a browser, which tells little: timers, clocks, and changes of the network it noticed itself. */
export function browserSurroundings({ hostname, medium, scope }: BrowserSurroundings): WatchSurroundings {
  return () => {
    const mediumBefore = medium();
    let offline = false;
    const noteOffline = () => {
      offline = true;
    };
    scope.addEventListener('offline', noteOffline);
    return watchMachine(
      {
        read: () => ({
          threadBusyMs: null,
          cores: null,
          interface: null,
          retransmittedSegments: null,
        }),
        describe() {
          scope.removeEventListener('offline', noteOffline);
          const mediumNow = medium();
          return {
            loopback: LOOPBACK.test(hostname),
            medium: mediumNow,
            vpn: null,
            networkChanged: offline || mediumNow !== mediumBefore,
          };
        },
      },
      systemClock,
    );
  };
}
