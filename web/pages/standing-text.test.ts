import { expect, test } from 'vitest';
import { messagesIn } from '../messages/messages.ts';
import { placeBounds, placeWord } from './standing-text.ts';

const placed = (low: number, high: number) => ({ betterThan: { low, high }, median: null });

test.each([
  [0, 1, 'open', 'the uncertainty is as wide as the lines are', '誤差の幅が広く、位置を絞れません'],
  [0.75, 1, 'top', 'better than 75% of lines or more', '75%以上の回線より良い'],
  [0.5, 0.9, 'upper', 'better than 50% to 90% of lines', '50%〜90%の回線より良い'],
  [0.25, 0.75, 'middle', 'better than 25% to 75% of lines', '25%〜75%の回線より良い'],
  [0.05, 0.9, 'open', 'better than 5% to 90% of lines', '5%〜90%の回線より良い'],
  [0, 0.5, 'lower', 'better than at most 50% of lines', '下から50%以内の位置'],
  [0, 0.25, 'bottom', 'better than at most 25% of lines', '下から25%以内の位置'],
] as const)('better than %d to %d of lines', (low, high, word, en, ja) => {
  expect(placeWord(placed(low, high))).toBe(word);
  expect(placeBounds(placed(low, high), messagesIn('en').standing, 'en')).toBe(en);
  expect(placeBounds(placed(low, high), messagesIn('ja').standing, 'ja')).toBe(ja);
});
