/** What pages show, read from the database and the documents. */
import { verification } from '../../../measurement-agent/metrics/verification.ts';
import { err, ok } from '../../../measurement-agent/protocol/fallible.ts';
import type { KeySet } from '../../../measurement-agent/protocol/signed.ts';
import { readDocument } from '../../documents/read-document.ts';
import { ispOf } from '../../domain/isp-of.ts';
import type { PageSource } from '../../domain/page-source.ts';
import { regionOf } from '../../domain/region-of.ts';
import type { Env } from '../../env.ts';
import { cellReader } from '../../storage/cell-reader.ts';
import { readDirectory } from '../../storage/directory.ts';
import { membersOf } from '../../storage/groups.ts';
import { hasTombstone } from '../../storage/results.ts';
import { type Basis, readBasis } from '../quality/asked.ts';
import type { CellSource } from '../quality/cells.ts';
import { standingAnswer } from '../standing/standing-answer.ts';
import { compareContent } from './compare-content.ts';
import { ispContent, ispInRegionContent, ispListContent } from './isp-content.ts';
import { isHouseholdKind, namedIsp } from './isp-profile.ts';
import { mapContent } from './map-content.ts';
import { openDataContent } from './open-data-content.ts';
import { rankingContent } from './ranking-content.ts';
import { regionContent, regionListContent } from './region-content.ts';
import { namedRegion } from './region-tree.ts';
import { remembered } from './remembered.ts';
import { reportContent } from './report-content.ts';

const RESULT_ID = /^[A-Za-z0-9_-]{22}$/;

/** Pages as of `nowMs`. */
export function pageSource(
  { DB, DOCUMENTS, SYNTHETIC }: Pick<Env, 'DB' | 'DOCUMENTS' | 'SYNTHETIC'>,
  nowMs: number,
  /** Public keys of whatever this server signed. */
  keySet: () => Promise<KeySet>,
): PageSource {
  const directory = () => readDirectory(DB, nowMs);
  const basis = () => readBasis(DB, SYNTHETIC === '1', nowMs);
  /** Answers are read together by page, all as of one publication. */
  const answers = async () => {
    const rests = await basis();
    return { basis: rests, source: { database: DB, reader: cellReader(DB, rests) } };
  };
  /** What a page shows of cells: the same until the next publication. */
  const told = async <Content>(
    question: readonly unknown[],
    workOut: (source: CellSource, on: Basis) => Promise<Content>,
  ): Promise<Content> => {
    const { source, basis: on } = await answers();
    return remembered(DB, on, question, async () => workOut(source, on));
  };
  return {
    async home() {
      const { brands, regions } = await directory();
      return {
        isps: [...brands.values()].filter(({ kind }) => isHouseholdKind(kind)),
        subdivisions: [...regions.values()].filter(({ level }) => level === 'subdivision'),
      };
    },
    isps: async () => told(['isps'], async (source, on) => ispListContent(source.reader, on)),
    isp: async (slug, period) =>
      told(['isp', slug, period], async (source, on) => ispContent(source, on, slug, period)),
    ispInRegion: async (asked) =>
      told(['isp-in-region', asked], async (source, on) => ispInRegionContent(source, on, asked)),
    regions: async () => told(['regions'], async (source, on) => regionListContent(source.reader, on)),
    region: async (code, period) =>
      told(['region', code, period], async (source, on) => regionContent(source, on, code, period)),
    report: async (asked) => reportContent({ DB, DOCUMENTS }, await basis(), asked),
    openData: (origin) => openDataContent(DOCUMENTS, SYNTHETIC === '1', origin),
    ranking: async (asked) =>
      told(['ranking', asked], async (source, on) => rankingContent(source.reader, on, asked)),
    compare: async (asked) =>
      told(['compare', asked], async (source, on) => compareContent(source, on, asked)),
    map: async (asked) => told(['map', asked], async (source, on) => mapContent(source, on, asked)),
    async result(id) {
      if (!RESULT_ID.test(id)) return err('not-found');
      const [deleted, document, { source, basis: on }] = await Promise.all([
        hasTombstone(DB, id),
        readDocument({ DB, DOCUMENTS }, id),
        answers(),
      ]);
      if (deleted) return err('result-deleted');
      if (document === null) return err('not-found');
      const { declared, network } = document;
      const { directory: known } = on;
      const groupId = document.groupId ?? id;
      const others = [groupId, ...(await membersOf(DOCUMENTS, groupId))].filter((other) => other !== id);
      const siblings = await Promise.all(
        others.map(async (other) =>
          (await hasTombstone(DB, other)) ? null : readDocument({ DB, DOCUMENTS }, other),
        ),
      );
      const isp = ispOf(declared.isp, network.asn, known);
      const { subdivisionCode, countryCode } = regionOf(declared.subdivisionCode, network, known);
      const region = subdivisionCode ?? countryCode;
      return ok({
        document,
        standing: await standingAnswer(source, on, document),
        checks: await verification(document, await keySet()),
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
