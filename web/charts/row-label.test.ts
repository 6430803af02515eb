import { expect, test } from 'vitest';
import { rowLabel } from './row-label.ts';

test.each([
  ['東京都', '東京都'],
  ['Ocean Net', 'Ocean Net'],
  [
    'ひながた光、架空ひかり、見本ネット、例示コム、手本VNEが共用',
    'ひながた光、架空ひかり、見本ネット、例示…',
  ],
  ['Shared by Hinagata Hikari, Kaku Hikari and Mihon', 'Shared by Hinagata Hikari, Kaku Hikar…'],
])('rowLabel(%s)', (name, label) => {
  expect(rowLabel(name)).toBe(label);
});
