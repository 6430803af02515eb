/** What pages show, read from the database and the documents. */
import { err, ok } from '../../../measurement-agent/protocol/fallible.ts';
import { ispOf } from '../../domain/isp-of.ts';
import type { PageSource } from '../../domain/page-source.ts';
import { regionOf } from '../../domain/region-of.ts';
import type { Env } from '../../env.ts';
import { readDirectory } from '../../storage/directory.ts';
import { getDocument } from '../../storage/documents.ts';
import { membersOf } from '../../storage/groups.ts';
import { hasTombstone } from '../../storage/results.ts';
import { ispContent, ispListContent } from './isp-content.ts';
import { isHouseholdKind, namedIsp } from './isp-profile.ts';
import { regionContent, regionListContent } from './region-content.ts';
import { namedRegion } from './region-tree.ts';

const RESULT_ID = /^[A-Za-z0-9_-]{22}$/;

/** Pages as of `nowMs`. */
export function pageSource(
  { DB, DOCUMENTS, SYNTHETIC }: Pick<Env, 'DB' | 'DOCUMENTS' | 'SYNTHETIC'>,
  nowMs: number,
): PageSource {
  const directory = () => readDirectory(DB, nowMs);
  const shown = { synthetic: SYNTHETIC === '1' };
  return {
    async home() {
      const { brands, regions } = await directory();
      return {
        isps: [...brands.values()].filter(({ kind }) => isHouseholdKind(kind)),
        subdivisions: [...regions.values()].filter(({ level }) => level === 'subdivision'),
      };
    },
    isps: async () => ispListContent(DB, await directory(), shown),
    isp: async (slug) => ispContent(DB, await directory(), slug, shown),
    regions: async () => regionListContent(DB, await directory(), shown),
    region: async (code) => regionContent(DB, await directory(), code, shown),
    async result(id) {
      if (!RESULT_ID.test(id)) return err('not-found');
      const [deleted, document, known] = await Promise.all([
        hasTombstone(DB, id),
        getDocument(DOCUMENTS, id),
        directory(),
      ]);
      if (deleted) return err('result-deleted');
      if (document === null) return err('not-found');
      const { declared, network } = document;
      const groupId = document.groupId ?? id;
      const others = [groupId, ...(await membersOf(DOCUMENTS, groupId))].filter((other) => other !== id);
      const siblings = await Promise.all(others.map((other) => getDocument(DOCUMENTS, other)));
      const isp = ispOf(declared.isp, network.asn, known);
      const { subdivisionCode, countryCode } = regionOf(declared.subdivisionCode, network, known);
      const region = subdivisionCode ?? countryCode;
      return ok({
        document,
        siblings: siblings.filter((sibling) => sibling !== null),
        isp: isp && namedIsp(isp.key, known),
        region: region === null ? null : namedRegion(region, known),
        declaredIsp: declared.isp === null ? null : (known.brands.get(declared.isp) ?? null),
        declaredRegion:
          declared.subdivisionCode === null ? null : namedRegion(declared.subdivisionCode, known),
      });
    },
  };
}
