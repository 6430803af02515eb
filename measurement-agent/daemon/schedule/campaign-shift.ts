const MINUTE_MS = 60_000;

/**
 * By how much a campaign is moved on a clock that is `aheadMs` ahead of the server's, in whole minutes. It stays as it is until the offset
 * has left it by more than a minute: rounds must not move with what every heartbeat makes of the clock.
 */
export function campaignShiftMs(appliedMs: number, aheadMs: number): number {
  return Math.abs(aheadMs - appliedMs) > MINUTE_MS ? Math.round(aheadMs / MINUTE_MS) * MINUTE_MS : appliedMs;
}
