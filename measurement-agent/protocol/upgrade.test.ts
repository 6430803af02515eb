import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../test/server.ts';
import { resultSchema, submissionSchema } from './result.ts';
import { FORMAT_VERSION } from './spec.ts';
import { upgradeDocument } from './upgrade.ts';

const FORMATS = path.join(ROOT, 'test/fixtures/formats');
const documents = readdirSync(FORMATS);

describe('documents as they were once written', () => {
  test('are there of every version', () => {
    const versions = new Set(documents.map((name) => Number(/^v(\d+)-/.exec(name)?.[1])));
    expect(versions).toEqual(new Set(Array.from({ length: FORMAT_VERSION }, (_, index) => index + 1)));
  });

  test.each(documents)('%s is still a result and a submission, with nothing lost', (name) => {
    const written = JSON.parse(readFileSync(path.join(FORMATS, name), 'utf8')) as Record<string, unknown>;
    const upgraded = upgradeDocument(written);
    if (!upgraded.ok) throw new Error(upgraded.error.reason);
    const result = resultSchema.safeParse(upgraded.value);
    expect(result.error?.issues ?? []).toEqual([]);
    expect(submissionSchema.safeParse(upgraded.value).success).toBe(true);
    // A step adds and renames; a reader of this version takes nothing away.
    expect(result.data).toEqual(upgraded.value);
  });
});

describe('upgradeDocument()', () => {
  const steps = [
    (document: Readonly<Record<string, unknown>>) => ({ ...document, second: true }),
    ({ old, ...document }: Readonly<Record<string, unknown>>) => ({ ...document, renamed: old }),
  ];

  test.each([
    [
      { formatVersion: 1, old: 5 },
      { formatVersion: 3, second: true, renamed: 5 },
    ],
    [
      { formatVersion: 2, old: 5 },
      { formatVersion: 3, renamed: 5 },
    ],
    [
      { formatVersion: 3, renamed: 5 },
      { formatVersion: 3, renamed: 5 },
    ],
  ])('takes every step from %j', (written, expected) => {
    expect(upgradeDocument(written, steps)).toEqual({ ok: true, value: expected });
  });

  test('changes nothing in what it was given', () => {
    const written = Object.freeze({ formatVersion: 1, old: 5 });
    upgradeDocument(written, steps);
    expect(written).toEqual({ formatVersion: 1, old: 5 });
  });

  test('leaves what a newer program wrote to that', () => {
    expect(upgradeDocument({ formatVersion: 4 }, steps)).toEqual({
      ok: false,
      error: { reason: 'newer-format', formatVersion: 4 },
    });
  });

  test.each([null, 'x', [], {}, { formatVersion: 0 }, { formatVersion: 1.5 }, { formatVersion: '1' }])(
    'finds no version in %j',
    (value) => {
      expect(upgradeDocument(value, steps)).toMatchObject({ ok: false, error: { reason: 'no-format' } });
    },
  );
});
