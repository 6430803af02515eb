import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Topology } from 'topojson-specification';
import { describe, expect, test } from 'vitest';
import { japanShapes, worldShapes } from './draw.ts';
import { JAPAN_SHAPES, WORLD_SHAPES } from './outlines.ts';

const read = (file: string) =>
  JSON.parse(readFileSync(path.join(import.meta.dirname, file), 'utf8')) as Topology;

describe('outlines', () => {
  test('are what `npm run shapes` draws', () => {
    expect(japanShapes(read('data/jp-prefectures.topo.json'))).toEqual(JAPAN_SHAPES);
    expect(worldShapes(read('../../node_modules/world-atlas/countries-110m.json'))).toEqual(WORLD_SHAPES);
  });

  test('hold every prefecture once, each within the drawing', () => {
    expect(JAPAN_SHAPES.regions.map(({ code }) => code)).toEqual(
      Array.from({ length: 47 }, (_, index) => `JP-${String(index + 1).padStart(2, '0')}`),
    );
    for (const { code, d } of JAPAN_SHAPES.regions) {
      for (const [, x, y] of d.matchAll(/M(-?\d+),(-?\d+)/g)) {
        expect(Number(x), code).toBeGreaterThanOrEqual(0);
        expect(Number(x), code).toBeLessThanOrEqual(JAPAN_SHAPES.width);
        expect(Number(y), code).toBeGreaterThanOrEqual(0);
        expect(Number(y), code).toBeLessThanOrEqual(JAPAN_SHAPES.height);
      }
      expect(d.length, code).toBeGreaterThan(20);
    }
  });

  test('know countries by ISO 3166-1', () => {
    const codes = WORLD_SHAPES.regions.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['AT', 'BR', 'JP', 'US', 'ZA']));
    expect(codes.every((code) => /^[A-Z]{2}$/.test(code))).toBe(true);
  });
});
