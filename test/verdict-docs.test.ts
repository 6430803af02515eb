import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { VERDICT_REASONS } from '../measurement-agent/protocol/vocabulary.ts';
import { ROOT } from './server.ts';

test('docs/data-format.md lists every reason of a verdict, and whether it excludes', () => {
  const docs = readFileSync(path.join(ROOT, 'docs/data-format.md'), 'utf8');
  const rows = [...docs.matchAll(/^\| `([a-z-]+)` \| (yes|no) \| \S[^|]* \| \S.*\|$/gm)];
  const told = Object.fromEntries(rows.map(([, code = '', excludes]) => [code, excludes === 'yes']));
  const reasons = Object.entries(VERDICT_REASONS).map(([code, { excludes }]) => [code, excludes]);
  expect(told).toEqual(Object.fromEntries(reasons));
});
