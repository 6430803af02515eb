/** How much later a line answers while it is busy, in words. */
export type AddedDelayGrade = 'none' | 'little' | 'noticeable' | 'large' | 'very-large';

/**
 * Grades by the least added round trip, ms. 30 ms is what common bufferbloat tests still call very good. ITU-T G.114
 * (05/2003) leaves a conversation 150 ms one way before it suffers: 300 ms of added round trip use that up alone, 100 ms
 * leave too little beside a path, an encoder and a playout buffer. Under 10 ms it is in the noise of a Wi-Fi.
 */
const FROM_MS: readonly (readonly [number, AddedDelayGrade])[] = [
  [300, 'very-large'],
  [100, 'large'],
  [30, 'noticeable'],
  [10, 'little'],
];

/** Working median less idle median, ms; null when either is. Never negative: a busy line answers no sooner. */
export function addedDelayMs(idleRttMs: number | null, workingRttMs: number | null): number | null {
  return idleRttMs === null || workingRttMs === null ? null : Math.max(0, workingRttMs - idleRttMs);
}

export function addedDelayGrade(addedMs: number): AddedDelayGrade {
  return FROM_MS.find(([fromMs]) => addedMs >= fromMs)?.[1] ?? 'none';
}
