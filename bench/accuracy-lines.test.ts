import { expect, test } from 'vitest';
import { LINES, linesOf, randomLines } from './accuracy-lines.ts';
import { lineKeys } from './line-truth.ts';

test('linesOf() takes the matrix, names, random lines and lines, together', () => {
  const lines = linesOf('matrix,cable,random:3,steps_down=0:100e6,3:30e6 up=20e6 rtt=20,down=1e6 rtt=5', 7);
  expect(lines.slice(0, LINES.length)).toEqual(LINES);
  expect(lines.slice(LINES.length)).toEqual([
    'down=100e6 up=20e6 rtt=20',
    ...randomLines(3, 7),
    'steps_down=0:100e6,3:30e6 up=20e6 rtt=20',
    'down=1e6 rtt=5',
  ]);
});

test('linesOf() names what is no line', () => {
  expect(() => linesOf('cabel', 1)).toThrow('There is no line cabel.');
});

test('randomLines() are the same for a seed, and within their bounds', () => {
  const lines = randomLines(200, 1);
  expect(randomLines(200, 1)).toEqual(lines);
  expect(randomLines(200, 2)).not.toEqual(lines);
  for (const { down = 0, up = 0, rtt, loss_down: loss = 0, queue_down: queue = 0 } of lines.map(lineKeys)) {
    expect(down).toBeGreaterThanOrEqual(1e6);
    expect(Math.max(down, up)).toBeLessThanOrEqual(200e6);
    expect(rtt).toBeGreaterThanOrEqual(5);
    expect(rtt).toBeLessThanOrEqual(120);
    expect(loss).toBeLessThanOrEqual(0.005);
    expect((queue * 8000) / down).toBeGreaterThanOrEqual(19.9);
    expect((queue * 8000) / down).toBeLessThanOrEqual(500.1);
  }
});
