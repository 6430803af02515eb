import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../test/server.ts';
import type { FccCell } from '../domain/profiles/fcc-raw.ts';

const FCC = path.join(ROOT, 'test/fixtures/fcc');

test('the FCC’s order of operations gives what its own columns give by another program', () => {
  const output = execFileSync(
    process.execPath,
    ['worker/local/fcc-profile.ts', `${FCC}/curr_httpgetmt.csv`, `${FCC}/units.csv`],
    { cwd: ROOT, encoding: 'utf8' },
  );
  const answer = JSON.parse(output) as { profile: string; assumed: string[]; cells: FccCell[] };
  const expected = JSON.parse(readFileSync(`${FCC}/expected.json`, 'utf8')) as FccCell[];
  expect(answer).toMatchObject({ profile: 'fcc-mba', version: 2 });
  expect(answer.cells).toHaveLength(expected.length);
  for (const [index, cell] of answer.cells.entries()) {
    const { isp, technology, units, medianBps, medianShare, consistency8080 } = expected[index] as FccCell;
    expect(cell).toMatchObject({ isp, technology, units });
    expect(cell.medianBps).toBeCloseTo(medianBps, 3);
    expect(cell.medianShare).toBeCloseTo(medianShare, 12);
    expect(cell.consistency8080).toBeCloseTo(consistency8080 ?? Number.NaN, 12);
  }
});
