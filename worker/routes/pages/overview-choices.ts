import type { PeriodChoices, RegionChoices } from '../../../web/pages/overview/choices.ts';
import { monthNumberOf, monthPeriod, rollingPeriod } from '../../domain/statistics/cell-key.ts';
import type { GroupingSet } from '../../domain/statistics/grouping-sets.ts';
import type { CellReader } from '../../storage/cell-reader.ts';
import type { Basis } from '../quality/asked.ts';
import { countsBy } from './cell-content.ts';
import { LIST_DAYS } from './isp-content.ts';
import { childrenOf, JAPAN, namedRegion } from './region-tree.ts';

const DAY_MS = 86_400_000;
const MONTHS = 13;

/** Periods that are kept of a set, quarters as sums of months. */
export function periodChoices({ rolling }: Pick<GroupingSet, 'rolling'>, { shown }: Basis): PeriodChoices {
  const month = monthNumberOf(shown.asOf * DAY_MS);
  const months = Array.from({ length: MONTHS }, (_, index) => monthPeriod(month - index));
  return {
    rolling: rolling.map(rollingPeriod),
    months,
    quarters: [...new Set(months.map(quarterOf))],
  };
}

/** `2026-11` lies in `2026-Q4`. */
function quarterOf(month: string): string {
  const [year = '', number = ''] = month.split('-');
  return `${year}-Q${Math.ceil(Number(number) / 3)}`;
}

/** Japan as a whole and in parts, and countries where something was measured. */
export async function regionChoices(reader: CellReader, basis: Basis): Promise<RegionChoices> {
  const { directory } = basis;
  const countries = await countsBy(reader, basis, 'country', LIST_DAYS);
  const areas = childrenOf(JAPAN, directory);
  return {
    japan: namedRegion(JAPAN, directory),
    areas,
    subdivisions: areas.flatMap(({ code }) => childrenOf(code, directory)),
    others: [...countries.keys()]
      .filter((code) => code !== JAPAN && directory.regions.has(code))
      .map((code) => namedRegion(code, directory)),
  };
}
