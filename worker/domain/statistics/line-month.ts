import { monthNumberOf, monthPeriod, type Partition } from './cell-key.ts';
import { type LineAttributes, UNKNOWN } from './line-attributes.ts';
import { exclusionOf, partitionsOf, type RollupContext } from './line-contributions.ts';
import { type LineFigures, lineFigures } from './line-figures.ts';
import { hourOfWeekOf, type LineTest } from './line-test.ts';
import { isPeak } from './profile.ts';

/** Figures of a line in a month, measured with one medium, one IP version and in one part of the day, or with any. */
export interface LineMonth {
  month: string;
  partition: Partition;
  medium: string;
  ipVersion: string;
  band: string;
  /** Bit m is set for each generalisation m (1 any medium, 2 any IP version, 4 any part of the day) with the same results. */
  standsFor: number;
  attributes: LineAttributes;
  results: number;
  figures: LineFigures;
}

const ANY = 'any';

/** Generalisations from the most specific to the widest. */
const GENERALISATIONS = [0, 1, 2, 4, 3, 5, 6, 7];

/**
 * A line's month for whoever asks for a combination that no rollup keeps. A line that always measured in the same way has one
 * row, which stands for every generalisation.
 */
export function lineMonths(tests: readonly LineTest[], context: RollupContext): LineMonth[] {
  return partitionsOf(tests, context).flatMap(({ partition, attributes, tests: part }) => {
    const counted = part.filter((test) => exclusionOf(test) === null);
    const bandOf = (test: LineTest) => {
      const hour = hourOfWeekOf(test);
      if (hour === null) return UNKNOWN;
      const mobile = attributes.place.access === 'mobile' ? 'mobile' : null;
      return isPeak(hour % 24, mobile, context.profile) ? 'peak' : 'off-peak';
    };
    const rows = new Map<string, LineMonth>();
    for (const generalisation of GENERALISATIONS) {
      const wayOf = (test: LineTest) => [
        generalisation & 1 ? ANY : (test.medium ?? UNKNOWN),
        generalisation & 2 ? ANY : String(test.ipVersion ?? UNKNOWN),
        generalisation & 4 ? ANY : bandOf(test),
      ];
      for (const group of Map.groupBy(counted, (test) => wayOf(test).join(' ')).values()) {
        const [first] = group;
        if (first === undefined) continue;
        const same = group.map(({ id }) => id).join(' ');
        const known = rows.get(same);
        if (known !== undefined) {
          known.standsFor |= 1 << generalisation;
          continue;
        }
        const [medium = ANY, ipVersion = ANY, band = ANY] = wayOf(first);
        rows.set(same, {
          month: monthPeriod(monthNumberOf(first.measuredAtMs)),
          partition,
          medium,
          ipVersion,
          band,
          standsFor: 1 << generalisation,
          attributes,
          results: group.length,
          figures: lineFigures(
            group,
            group.filter((test) => bandOf(test) === 'peak'),
            attributes.contract,
          ),
        });
      }
    }
    return [...rows.values()];
  });
}
