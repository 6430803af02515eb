import { ROW_COLUMNS } from './columns.ts';

export type CellValue = string | number | boolean | null;

/** One row of a file, its values in the order of the columns. */
export type TableRow = readonly CellValue[];

const INDEX = new Map(ROW_COLUMNS.map(({ name }, index) => [name, index]));

/**
 * The value of a column in a row of the row files.
 *
 * @throws RangeError when there is no such column.
 */
export function valueOf(row: TableRow, name: string): CellValue {
  const index = INDEX.get(name);
  if (index === undefined) throw new RangeError(`the row files have no column '${name}'`);
  return row[index] ?? null;
}

/** A row of the row files, from its values by column; what is missing is null. */
export function rowOfValues(values: Readonly<Record<string, CellValue>>): TableRow {
  return ROW_COLUMNS.map(({ name }) => values[name] ?? null);
}

/** The row with other values in some columns. */
export function withValues(row: TableRow, values: Readonly<Record<string, CellValue>>): TableRow {
  return ROW_COLUMNS.map(({ name }, index) =>
    name in values ? (values[name] ?? null) : (row[index] ?? null),
  );
}
