import { expect, test } from 'vitest';
import { lineTable, lossTable, toolTable } from './accuracy-table.ts';
import type { AccuracyRow } from './accuracy-tools.ts';

function row(
  tool: string,
  downloadError: number | null,
  uploadError: number | null,
  covered: boolean | null,
): AccuracyRow {
  return {
    line: 'down=1',
    tool,
    run: 0,
    downloadError,
    uploadError,
    idleRttErrorMs: 1,
    downloadCovered: covered,
    uploadCovered: covered,
    steady: null,
    seconds: 8,
    megabytes: 40,
  };
}

const ROWS = [
  row('ours', -0.01, 0.002, true),
  row('ours', 0.03, 0.002, false),
  row('theirs', null, -0.2, null),
];

test('lineTable() has median, p95 and worst of a line and tool', () => {
  expect(lineTable(ROWS)).toContain(
    '| down=1 | ours | +1.00%, 2.90%, +3.00% | +0.20%, 0.20%, +0.20% | 1.0 | 8.0 | 40.0 | 2 |',
  );
  expect(lineTable(ROWS)).toContain('| down=1 | theirs | missing | -20.00%, 20.00%, -20.00% |');
});

test('toolTable() has sizes, the worst with its sign, and the share of intervals that hold', () => {
  expect(toolTable(ROWS)).toContain('| ours | 0.60% | 2.70% | +3.00% | 50% | 2 |');
  expect(toolTable(ROWS)).toContain('| theirs | 20.00% | 20.00% | -20.00% |  | 1 |');
});

test('lossTable() sets what was measured beside the line as configured and as it counted', () => {
  const line = 'down=1e6 loss_down=0.01 loss_up=0.01';
  const lossy = (lossRatio: number, lossError: number, lossCovered: boolean) => ({
    ...row('ours', 0, 0, null),
    line,
    lossRatio,
    lossError,
    lossCovered,
  });
  const counted = {
    line,
    counted: { down: { packets: 990, randomLosses: 10 }, up: { packets: 1000, randomLosses: 0 } },
  };
  const table = lossTable([lossy(0.03, 0.0101, false), lossy(0.02, 0.0001, true), ...ROWS], [counted]);
  expect(table).toContain(`| ${line} | ours | 2.50% | 1.99% | 1.00% | +1.01 | 50% | 2 |`);
  expect(table).not.toContain('theirs');
  expect(lossTable(ROWS, [counted])).toBe('');
});
