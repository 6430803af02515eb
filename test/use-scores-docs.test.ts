import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import {
  USE_DIMENSIONS,
  USE_REQUIREMENTS,
  USES,
} from '../measurement-agent/metrics/scores/use-requirements.ts';
import { ROOT } from './server.ts';

test('docs/metrics.md lists what every use asks for, and who says so', () => {
  const docs = readFileSync(path.join(ROOT, 'docs/metrics.md'), 'utf8');
  const rows = [...docs.matchAll(/^\| (\w+) \| `(\w+)` \| (\S+) \| (\S+) \| (\w+) \| (\w+) \|$/gm)];
  const asked = USES.flatMap((use) =>
    USE_DIMENSIONS.flatMap((dimension) => {
      const wanted = USE_REQUIREMENTS[use][dimension];
      if (wanted === null) return [];
      const { perfect, poor, perfectFrom, poorFrom } = wanted;
      return [[use, dimension, String(perfect), String(poor), perfectFrom, poorFrom]];
    }),
  );
  expect(rows.map(([, ...cells]) => cells)).toEqual(asked);
});
