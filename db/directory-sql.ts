/** The directory of brands, autonomous systems and regions as SQL that replaces what a database holds of it. */
import { iso31661 } from 'iso-3166/1.js';
import { JAPAN_AREAS } from './data/japan.ts';
import type { isps } from './schema.ts';

type Value = string | number | null;

/** Kinds of as-operators.csv. What sells no access to households or has no page of its own kind is `other`. */
const KINDS: Record<string, (typeof isps.$inferInsert)['kind']> = {
  'fixed-isp': 'fixed',
  fvno: 'fvno',
  catv: 'catv',
  mno: 'mno',
  mvno: 'mvno',
  vne: 'vne',
  cloud: 'cloud',
  business: 'business',
  access: 'other',
  ix: 'other',
  wholesale: 'other',
};

/** Rows of one INSERT: short statements, and one line changed is one line of diff. */
const ROWS_A_STATEMENT = 100;

export function directorySql(operatorsCsv: string): string {
  const rows = operatorsCsv
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => readOperator(line));
  const statements = [
    ...['isp_asns', 'isps', 'as_names', 'regions'].map((table) => `DELETE FROM ${table};`),
    ...insert('isps', ['slug', 'kind', 'name_ja', 'name_en'], brandRows(rows)),
    ...insert(
      'isp_asns',
      ['slug', 'asn', 'role'],
      rows.map(({ slug, asn, role }) => [slug, asn, role]),
    ),
    ...insert(
      'as_names',
      ['asn', 'name', 'country_code'],
      rows.map(({ asn, registeredName, countryCode }) => [asn, registeredName, countryCode]),
    ),
    ...insert(
      'regions',
      ['code', 'name_ja', 'name_en', 'parent_code', 'level', 'position'],
      [...countryRows(), ...japanRows()],
    ),
  ];
  return `${statements.join('\n--> statement-breakpoint\n')}\n`;
}

interface Operator {
  asn: number;
  registeredName: string;
  countryCode: string;
  slug: string;
  ja: string;
  en: string;
  kind: string;
  role: string;
}

/** The file quotes nothing: a comma within a field would show as a ninth one. */
function readOperator(line: string): Operator {
  const fields = line.split(',');
  const [asn, registeredName, countryCode, slug, ja, en, kind, role, confirmed] = fields;
  if (fields.length !== 9 || !slug || !ja || !en || !kind || !role || confirmed !== 'yes')
    throw new TypeError(`Cannot seed: not a confirmed row of nine fields: ${line}`);
  return {
    asn: Number(asn),
    registeredName: registeredName ?? '',
    countryCode: countryCode ?? '',
    slug,
    ja,
    en,
    kind,
    role,
  };
}

/** One row a brand; its first AS in the file names it and says its kind. */
function brandRows(operators: readonly Operator[]): Value[][] {
  const first = new Map<string, Operator>();
  for (const operator of operators) if (!first.has(operator.slug)) first.set(operator.slug, operator);
  return [...first.values()].map(({ slug, kind, ja, en }) => {
    const ours = KINDS[kind];
    if (ours === undefined) throw new TypeError(`Cannot seed: unknown kind "${kind}" of ${slug}`);
    return [slug, ours, ja, en];
  });
}

/** Names of countries as Unicode CLDR has them, in both languages. */
function countryRows(): Value[][] {
  const [ja, en] = ['ja', 'en'].map((lang) => new Intl.DisplayNames(lang, { type: 'region' }));
  return iso31661
    .map(({ alpha2 }) => alpha2)
    .toSorted()
    .map((code, position) => [code, ja?.of(code) ?? code, en?.of(code) ?? code, null, 'country', position]);
}

function japanRows(): Value[][] {
  return JAPAN_AREAS.flatMap((area, position): Value[][] => [
    [area.code, area.ja, area.en, 'JP', 'area', position],
    ...area.prefectures.map(([code, ja, en]): Value[] => [
      code,
      ja,
      en,
      area.code,
      'subdivision',
      Number(code.slice(3)),
    ]),
  ]);
}

function insert(table: string, columns: readonly string[], rows: readonly Value[][]): string[] {
  const statements: string[] = [];
  for (let start = 0; start < rows.length; start += ROWS_A_STATEMENT) {
    const values = rows
      .slice(start, start + ROWS_A_STATEMENT)
      .map((row) => `(${row.map((value) => literal(value)).join(',')})`);
    statements.push(`INSERT INTO ${table} (${columns.join(',')}) VALUES\n${values.join(',\n')};`);
  }
  return statements;
}

function literal(value: Value): string {
  if (value === null) return 'NULL';
  return typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`;
}
