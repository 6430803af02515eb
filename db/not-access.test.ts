import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { NOT_ACCESS } from './data/not-access.ts';

const asns = NOT_ACCESS.map(([asn]) => asn);

describe('networks that are no access lines', () => {
  test('are named once each', () => {
    expect(new Set(asns).size).toBe(asns.length);
  });

  test('are none that the directory says a provider sells access on', () => {
    const csv = readFileSync(path.join(import.meta.dirname, 'data/as-operators.csv'), 'utf8');
    const access = csv
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','))
      .filter((fields) => fields[6] !== 'cloud')
      .map(([asn]) => Number(asn));
    expect(access.length).toBeGreaterThan(50);
    expect(access.filter((asn) => asns.includes(asn))).toEqual([]);
  });
});
