import type { OpenDataList } from '../../../measurement-agent/protocol/open-data.ts';
import { API_PATHS } from '../../../measurement-agent/protocol/spec.ts';
import type { OpenDataIndex } from './due.ts';

/** What there is, newest first. */
export function listOf(index: OpenDataIndex, synthetic: boolean): OpenDataList {
  return {
    synthetic,
    editions: Object.entries(index)
      .flatMap(([month, { edition }]) =>
        edition === null
          ? []
          : [{ month, ...edition, manifest: `${API_PATHS.openData}/${month}/manifest.json` }],
      )
      .toSorted((a, b) => (a.month < b.month ? 1 : -1)),
  };
}
