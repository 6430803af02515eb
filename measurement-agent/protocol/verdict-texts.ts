import type { VerdictReason } from './vocabulary.ts';

/** A reason for people: what was noticed, what that means, and what they can do next. */
export interface VerdictText {
  title: string;
  /** One sentence. */
  meaning: string;
  /** One sentence, something the reader can do. */
  next: string;
}

/** In English, for pages and terminals alike. Other languages are the site's. */
export const VERDICT_TEXTS: Record<VerdictReason, VerdictText> = {
  stopped: {
    title: 'Stopped before the end',
    meaning: 'The test was stopped, so it is unfinished.',
    next: 'Test again and let it run to the end, which takes about 10 seconds.',
  },
  'too-few-samples': {
    title: 'Too few samples',
    meaning: 'There were too few samples for a rate or a response time.',
    next: 'Test again; if it stays so, the line is interrupted too often, and the router’s log can say why.',
  },
  'byte-limited': {
    title: 'The data limit came first',
    meaning: 'The data that this test was allowed to use was spent before the rate was known well.',
    next: 'For an exact figure, test without the data saver, or allow more data.',
  },
  'connection-lost': {
    title: 'A connection was lost',
    meaning: 'A connection to the server broke during the test, so a figure is missing.',
    next: 'Test again nearer to the router or over a cable; if it happens often, restart the router.',
  },
  'tab-hidden': {
    title: 'The page was hidden',
    meaning: 'The page was out of sight during the test, and browsers slow such pages down.',
    next: 'Test again and keep the page in view until the result appears.',
  },
  'tab-throttled': {
    title: 'The browser slowed the page down',
    meaning: 'The browser let the page run so rarely that the figures are the browser’s, not the line’s.',
    next: 'Turn off energy saving, keep the page in view, and test again.',
  },
  'event-loop-late': {
    title: 'The device answered late',
    meaning:
      'The device was busy with other work and noted arrivals too late for a true rate or response time.',
    next: 'Close other programs and tabs, and test again.',
  },
  'cpu-bound': {
    title: 'The device was at its limit',
    meaning: 'The processor was busy all the time, so the line may be faster than the figure.',
    next: 'Close other programs, or test with a faster device or the command-line agent.',
  },
  'interface-limited': {
    title: 'The network port was at its limit',
    meaning: 'The rate is all that this device’s network port carries, so the line may be faster.',
    next: 'Use a faster port, adapter or cable (a damaged cable falls back to 100 Mbit/s), and test again.',
  },
  'cross-traffic': {
    title: 'Something else used the line',
    meaning: 'This device moved other data during the test, so the line is faster than the figure.',
    next: 'Pause downloads, updates, backups and video on this device, and test again.',
  },
  'network-changed': {
    title: 'The network changed during the test',
    meaning: 'The device changed to another network or went offline, so the figures are of two lines.',
    next: 'Stay on one connection, either Wi-Fi, cable or mobile, and test again.',
  },
  'clock-anomaly': {
    title: 'The clock jumped',
    meaning: 'The device’s clock was set during the test, or the device slept, so times cannot be trusted.',
    next: 'Keep the device awake and test again.',
  },
  'edge-limited': {
    title: 'The server was at its limit',
    meaning: 'The server could not keep up during the test, so the line may be faster than the figure.',
    next: 'Test again a few minutes later.',
  },
  vpn: {
    title: 'Measured through a VPN',
    meaning: 'The figures are of the VPN or relay and the line together, so they are not the line’s own.',
    next: 'Turn off the VPN or private relay, and test again.',
  },
  'hosting-network': {
    title: 'Measured from a network of servers',
    meaning: 'The address belongs to an operator of servers and clouds, which is not an access line.',
    next: 'Test from the line you want to know; if a VPN or proxy is on, turn it off.',
  },
  'summary-mismatch': {
    title: 'The counts differ',
    meaning: 'The device and the server counted different amounts of data.',
    next: 'Test again; if it stays so, a proxy or security program may change the traffic: test without it.',
  },
  'summary-missing': {
    title: 'The server’s record is incomplete',
    meaning: 'The server’s own count of a direction is missing, so the device’s cannot be checked.',
    next: 'Test again.',
  },
  'receipt-missing': {
    title: 'The server’s record is not signed',
    meaning: 'The server’s count came without its signature, so nobody can check it.',
    next: 'Test again with the current version of the agent.',
  },
  'receipt-invalid': {
    title: 'The signature does not match',
    meaning: 'The server’s count is not as a server of this service signed it.',
    next: 'Test again; a result must be submitted as it was measured.',
  },
  'receipt-foreign': {
    title: 'The server’s record is of another test',
    meaning: 'The server’s count belongs to another measurement, or is there twice.',
    next: 'Test again; a result must be submitted as it was measured.',
  },
  'prefix-changed': {
    title: 'The address range changed',
    meaning: 'Connections came from more than one address range of the same operator, as some networks do.',
    next: 'Nothing needs to be done: this alone never excludes a result.',
  },
  wireless: {
    title: 'Measured over Wi-Fi',
    meaning: 'Between device and router the figures are those of the Wi-Fi as well as of the line.',
    next: 'To know the line itself, test again over a cable.',
  },
  unstable: {
    title: 'The rate did not hold still',
    meaning: 'The rate rose or fell by more than a tenth while it was measured.',
    next: 'Test at several times of the day: if evenings are worse, the network is crowded then.',
  },
  lossy: {
    title: 'Packets are lost',
    meaning: 'More than 1% of the packets did not come back, which calls and games notice.',
    next: 'Test over a cable; if packets are still lost, show your provider this result.',
  },
  far: {
    title: 'A long way to the server',
    meaning: 'The server takes more than 300 ms to answer, as over a satellite or from another continent.',
    next: 'Nothing needs to be done on a satellite line; on others, check that no VPN takes a detour.',
  },
  'others-line': {
    title: 'A provider’s device on another provider’s line',
    meaning: 'Providers may measure the lines of others, but such results are not counted.',
    next: 'If the brand is the owner’s own, have it added to what the owner runs.',
  },
};
