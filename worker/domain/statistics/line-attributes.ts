import type { Dimension, Tier } from '../../../measurement-agent/protocol/statistics.ts';
import type { Contract } from './line-figures.ts';
import type { LineTest } from './line-test.ts';

/** What a line is in one month, by all its results of one cohort. */
export interface LineAttributes {
  /** Values of the dimensions that belong to the line; null where the line has no place in such a cell. */
  place: Record<Exclude<Dimension, 'medium' | 'ipVersion'>, string | null>;
  contract: Contract;
  regionSource: LineTest['regionSource'];
  prefixBucket: number | null;
}

/** What stands for "nobody said" in dimensions that people tell. */
export const UNKNOWN = 'unknown';

/**
 * One line has one value in each dimension, so that it lies in one cell of each grouping set: what was last known of it,
 * and a region that a person named before one that its address was looked up in.
 *
 * @param tests Its results of the month, in the order they were measured; at least one.
 * @param areaOf The area that a subdivision lies in; null for none: the whole country is then its area.
 */
export function lineAttributes(
  tests: readonly LineTest[],
  areaOf: (subdivisionCode: string) => string | null,
): LineAttributes {
  const latestFirst = tests.toReversed();
  const last = <Value>(read: (test: LineTest) => Value | null): Value | null => {
    for (const test of latestFirst) {
      const value = read(test);
      if (value !== null) return value;
    }
    return null;
  };
  const region =
    latestFirst.find(({ regionSource }) => regionSource === 'declared') ??
    latestFirst.find(({ subdivisionCode }) => subdivisionCode !== null) ??
    latestFirst.find(({ countryCode }) => countryCode !== null);
  const subdivision = region?.subdivisionCode ?? null;
  const contract = {
    downloadBps: last(({ contractDownloadBps }) => contractDownloadBps),
    uploadBps: last(({ contractUploadBps }) => contractUploadBps),
  };
  return {
    place: {
      isp: last(({ ispKey }) => ispKey),
      country: region?.countryCode ?? null,
      area: (subdivision === null ? null : areaOf(subdivision)) ?? region?.countryCode ?? null,
      subdivision,
      access: last(({ accessTechnology }) => accessTechnology) ?? UNKNOWN,
      method: last(({ connectionMethod }) => connectionMethod) ?? UNKNOWN,
      tier: tierOf(contract.downloadBps),
      dwelling: last(({ dwelling }) => dwelling) ?? UNKNOWN,
    },
    contract,
    regionSource: region?.regionSource ?? null,
    prefixBucket: last(({ prefixBucket }) => prefixBucket),
  };
}

/** The tier of a contracted download rate; contracts are sold in round numbers. */
export function tierOf(contractDownloadBps: number | null): Tier {
  if (contractDownloadBps === null || contractDownloadBps <= 0) return UNKNOWN;
  if (contractDownloadBps <= 1e8) return 'to-100m';
  if (contractDownloadBps <= 1e9) return 'to-1g';
  return contractDownloadBps <= 2e9 ? 'to-2g' : 'to-10g';
}
