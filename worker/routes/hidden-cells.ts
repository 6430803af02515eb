import type { Directory } from '../domain/directory.ts';
import { rollingPeriod, valuesOf } from '../domain/statistics/cell-key.ts';
import { type GroupingSet, ROLLING_DAYS } from '../domain/statistics/grouping-sets.ts';
import { tooNear } from '../domain/statistics/nested-periods.ts';
import {
  type CountedCell,
  type Suppression,
  suppressed,
  type Wholes,
} from '../domain/statistics/suppression.ts';
import { regionalWholes } from '../domain/statistics/wholes.ts';
import { countedCells, countedCellsByPeriod } from '../storage/cells.ts';

type Counted = Awaited<ReturnType<typeof countedCells>>;

/** Which set counts the wholes of a set: they have lines, too, whose prefecture or ISP nobody knows. */
const SET_OF_WHOLES = new Map([
  ['subdivision', 'country'],
  ['isp', 'country'],
  ['isp-subdivision', 'isp'],
]);

/** The cells of a set in some periods taken together, and those of them that are not told. */
export async function hiddenCells(
  database: D1Database,
  set: GroupingSet,
  periods: readonly string[],
  slice: string,
  directory: Directory,
): Promise<{ counted: Counted; hidden: Map<string, Suppression> }> {
  const setOfWholes = SET_OF_WHOLES.get(set.name);
  const longer = longerWindow(set, periods);
  const [counted, larger, inLonger] = await Promise.all([
    countedCells(database, set.name, periods, slice),
    setOfWholes === undefined ? [] : countedCells(database, setOfWholes, periods, slice),
    longer === null ? [] : countedCells(database, set.name, [longer], slice),
  ]);
  const hidden = suppressed(counted, wholesOf(set, larger, directory), tooNear(counted, inLonger));
  return { counted, hidden };
}

/** Places that are not told in each of some days or months, by period. */
export async function hiddenByPeriod(
  database: D1Database,
  set: GroupingSet,
  periods: readonly string[],
  slice: string,
  directory: Directory,
): Promise<Map<string, ReadonlyMap<string, Suppression>>> {
  const setOfWholes = SET_OF_WHOLES.get(set.name);
  const [counted, larger] = await Promise.all([
    countedCellsByPeriod(database, set.name, periods, slice),
    setOfWholes === undefined ? [] : countedCellsByPeriod(database, setOfWholes, periods, slice),
  ]);
  const largerIn = Map.groupBy(larger, ({ period }) => period);
  return new Map(
    Array.from(
      Map.groupBy(counted, ({ period }) => period),
      ([period, cells]) => [period, suppressed(cells, wholesOf(set, largerIn.get(period) ?? [], directory))],
    ),
  );
}

function wholesOf(set: GroupingSet, larger: readonly CountedCell[], directory: Directory): Wholes {
  const regional = regionalWholes(set.dimensions, directory);
  return {
    // Of an ISP by country that is all the country's lines; of other sets it is by region.
    of: set.name === 'isp' ? (place) => [valuesOf(place)[1] ?? ''] : regional,
    lines: new Map(larger.map(({ place, lines }) => [place, lines])),
  };
}

/** The next longer rolling window that a set has; null for other periods. */
function longerWindow({ rolling }: GroupingSet, [period]: readonly string[]): string | null {
  const days = rolling.find((each) => rollingPeriod(each) === period);
  const longer = ROLLING_DAYS.find((each) => days !== undefined && each > days && rolling.includes(each));
  return longer === undefined ? null : rollingPeriod(longer);
}
