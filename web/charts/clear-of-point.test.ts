import type { ActiveElement } from 'chart.js';
import { describe, expect, it } from 'vitest';
import { clearOfPoint } from './clear-of-point.ts';

describe('clearOfPoint()', () => {
  const at = (y: number, { x = 120, datasetIndex = 0 } = {}) =>
    ({ index: 0, datasetIndex, element: { x, y } }) as ActiveElement;

  it.each([
    [22, 'top'],
    [66, 'top'],
    [110, 'bottom'],
  ])('at %i of 162 px the values hang by their %s', (y, yAlign) => {
    expect(clearOfPoint([at(y)], 162)).toMatchObject({ x: 120, y, yAlign });
  });
  it('goes by the curve, not by the level line above it', () => {
    expect(clearOfPoint([at(10, { datasetIndex: 1 }), at(150)], 182)).toMatchObject({ y: 150 });
  });
  it('has no place where nothing is drawn', () => {
    expect(clearOfPoint([at(66, { x: Number.NaN })], 162)).toBe(false);
    expect(clearOfPoint([], 162)).toBe(false);
  });
});
