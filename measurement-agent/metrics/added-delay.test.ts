import { expect, test } from 'vitest';
import { addedDelayGrade, addedDelayMs } from './added-delay.ts';

test.each([
  [20, 20, 'none'],
  [20, 19, 'none'],
  [20, 29.9, 'none'],
  [20, 30, 'little'],
  [20, 50, 'noticeable'],
  [20, 120, 'large'],
  [20, 320, 'very-large'],
])('a line of %s ms that answers in %s ms when busy is delayed: %s', (idleMs, workingMs, grade) => {
  const addedMs = addedDelayMs(idleMs, workingMs);
  expect(addedMs).toBeGreaterThanOrEqual(0);
  expect(addedDelayGrade(addedMs ?? Number.NaN)).toBe(grade);
});

test.each([
  [null, 20],
  [20, null],
])('nothing can be said of %s and %s', (idleMs, workingMs) => {
  expect(addedDelayMs(idleMs, workingMs)).toBeNull();
});
