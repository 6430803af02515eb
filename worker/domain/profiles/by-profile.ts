import type { CellAnswer, QualityAnswer } from '../../../measurement-agent/protocol/quality.ts';
import type { Dimension } from '../../../measurement-agent/protocol/statistics.ts';
import { UNKNOWN } from '../statistics/line-attributes.ts';
import { exclusionOf } from '../statistics/line-contributions.ts';
import type { LineTest } from '../statistics/line-test.ts';
import type { CountedLineMonth } from '../statistics/published-cells.ts';
import { lineFiguresBy } from './line-figures-by.ts';
import { assumedOf, type MethodProfile } from './method-profile.ts';

/** A line's month in the dimensions that were asked for, and all its results. */
export interface LineWithTests extends CountedLineMonth {
  tests: readonly LineTest[];
}

/** Lines by the rules of a profile: the same rows, counted in another way. */
export function linesByProfile(
  profile: MethodProfile,
  lines: readonly LineWithTests[],
  dimensions: readonly Dimension[],
): CountedLineMonth[] {
  return lines.flatMap(({ tests, ...line }) => {
    const own = tests.filter((test) => exclusionOf(test) === null && isIn(test, line.values, dimensions));
    const contract = {
      downloadBps: lastKnown(tests, 'contractDownloadBps'),
      uploadBps: lastKnown(tests, 'contractUploadBps'),
    };
    const figures = lineFiguresBy(profile, own, contract, lastKnown(tests, 'accessTechnology'));
    return figures === null ? [] : [{ ...line, results: own.length, figures }];
  });
}

/** A line measured over two media is in both's cells, with what was measured so. */
function isIn(test: LineTest, values: readonly (string | null)[], dimensions: readonly Dimension[]): boolean {
  return dimensions.every((dimension, index) => {
    if (dimension === 'medium') return (test.medium ?? UNKNOWN) === values[index];
    return dimension !== 'ipVersion' || String(test.ipVersion ?? UNKNOWN) === values[index];
  });
}

function lastKnown<Field extends 'contractDownloadBps' | 'contractUploadBps' | 'accessTechnology'>(
  tests: readonly LineTest[],
  field: Field,
): LineTest[Field] | null {
  const ordered = tests.toSorted((a, b) => b.measuredAtMs - a.measuredAtMs);
  return ordered.find((test) => test[field] !== null)?.[field] ?? null;
}

/** A cell with what the profile tells, and nothing else. */
export function toldByProfile({ parameters }: MethodProfile, cell: CellAnswer): CellAnswer {
  const told = new Set(parameters.quantiles.value.map((q) => `p${Math.round(q * 100)}`));
  return {
    ...cell,
    figures:
      cell.figures &&
      Object.fromEntries(
        Object.entries(cell.figures).map(([name, figure]) => [
          name,
          {
            ...figure,
            quantiles: Object.fromEntries(
              Object.entries(figure.quantiles).map(([quantile, value]) => [
                quantile,
                told.has(quantile) ? value : null,
              ]),
            ) as typeof figure.quantiles,
          },
        ]),
      ),
    contract: parameters.contractBands.value ? cell.contract : null,
  };
}

/** What an answer says of the profile that made it. */
export function aboutProfile(profile: MethodProfile): QualityAnswer['profile'] {
  const assumed = assumedOf(profile);
  return { name: profile.name, version: profile.version, provisional: assumed.length > 0, assumed };
}
