import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { JAPAN_AREAS } from './data/japan.ts';
import { directorySql } from './directory-sql.ts';

const csv = readFileSync(path.join(import.meta.dirname, 'data/as-operators.csv'), 'utf8');

describe('directorySql', () => {
  test('is what the migration holds, but for names that the ICU of this Node writes another way', () => {
    const landed = readFileSync(path.join(import.meta.dirname, 'migrations/0009_directory.sql'), 'utf8');
    const withoutCountries = (sql: string) => sql.split('\n').filter((line) => !line.includes("'country'"));
    expect(withoutCountries(directorySql(csv))).toEqual(withoutCountries(landed));
  });

  test('has every prefecture once, under 11 areas', () => {
    const codes = JAPAN_AREAS.flatMap(({ prefectures }) => prefectures.map(([code]) => code)).toSorted();
    expect(codes).toEqual(Array.from({ length: 47 }, (_, i) => `JP-${String(i + 1).padStart(2, '0')}`));
    expect(JAPAN_AREAS).toHaveLength(11);
    expect(directorySql(csv)).toContain("('JP-27','大阪府','Osaka','JP-kinki','subdivision',27)");
  });

  test.each([
    ['an unconfirmed row', '2510,FUJITSU,JP,nifty,nifty,nifty,fixed-isp,own,no'],
    ['an unknown kind', '64500,X,JP,x,x,x,pigeon,own,yes'],
    ['a comma too many', '64500,X, Inc.,JP,x,x,x,fixed-isp,own,yes'],
  ])('refuses %s', (_name, row) => {
    expect(() => directorySql(`header\n${row}\n`)).toThrow('Cannot seed');
  });

  test('quotes', () => {
    expect(directorySql("header\n64500,O'Neill,IE,x,x,x,catv,own,yes\n")).toContain(
      "(64500,'O''Neill','IE')",
    );
  });
});
