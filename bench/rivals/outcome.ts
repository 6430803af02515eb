/** What a rival's page leaves in `window.outcome`. */
export interface RivalOutcome {
  downloadBps: number | null;
  uploadBps: number | null;
  idleRttMs: number | null;
  seconds: number;
  failure?: string;
}
