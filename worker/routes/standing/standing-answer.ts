import { DEFAULT_PERIOD, type QualityAnswer } from '../../../measurement-agent/protocol/quality.ts';
import type { ResultDocument } from '../../../measurement-agent/protocol/result.ts';
import { API_PATHS, METHOD_VERSION } from '../../../measurement-agent/protocol/spec.ts';
import {
  type Placed,
  STANDING_FIGURES,
  type Standing,
  type StandingAbsence,
  type StandingFigure,
} from '../../../measurement-agent/protocol/standing.ts';
import { areaOfSubdivision, type Directory } from '../../domain/directory.ts';
import { ispOf } from '../../domain/isp-of.ts';
import { regionOf } from '../../domain/region-of.ts';
import { type CandidateCell, candidateCells } from '../../domain/standing/candidate-cells.ts';
import { placedAmong } from '../../domain/standing/placed.ts';
import { namedIsp } from '../pages/isp-profile.ts';
import { namedRegion } from '../pages/region-tree.ts';
import type { Basis } from '../quality/asked.ts';
import { type CellSource, qualityAnswer } from '../quality/cells.ts';

/** A result among the lines of the narrowest cell that is told. */
export async function standingAnswer(
  source: CellSource,
  basis: Basis,
  document: ResultDocument,
): Promise<Standing> {
  const { verdict, synthetic, methodVersion } = document;
  const { shown, directory } = basis;
  // On a demo server what was really measured is looked at beside the made-up lines; the page says so.
  if (!verdict.valid || (synthetic && !shown.synthetic) || methodVersion !== METHOD_VERSION)
    return absent('not-counted');
  const { declared, network } = document;
  const region = regionOf(declared.subdivisionCode, network, directory);
  const candidates = candidateCells({
    ...region,
    ispKey: ispOf(declared.isp, network.asn, directory)?.key ?? null,
    areaCode: region.subdivisionCode && areaOfSubdivision(region.subdivisionCode, directory),
    access: declared.accessTechnology,
  });
  if (candidates.length === 0) return absent('line-unknown');
  for (const candidate of candidates) {
    // One after the other: mostly the first or the second is told, and each reads a whole set of cells.
    // oxlint-disable-next-line no-await-in-loop
    const answer = await qualityAnswer(source, basis, { ...candidate, metrics: [...STANDING_FIGURES] });
    const standing = answer.ok ? standingIn(answer.value, candidate, document, basis) : null;
    if (standing !== null) return standing;
  }
  return absent('too-few-lines');
}

function standingIn(
  { cells, period }: QualityAnswer,
  candidate: CandidateCell,
  document: ResultDocument,
  { directory }: Basis,
): Standing | null {
  // An ISP that is asked for without a country may have a cell in several: its largest is meant.
  const [cell] = cells.toSorted((a, b) => (b.lines ?? 0) - (a.lines ?? 0));
  const told = cell?.figures ?? null;
  if (cell === undefined || told === null) return null;
  const { isp, region, access } = candidate;
  return {
    cell: {
      isp: isp === undefined ? null : named(isp, directory),
      region: region === undefined ? null : regionNamed(region, directory),
      access: access ?? null,
      period,
      lines: cell.lines,
      href: `${API_PATHS.quality}?${new URLSearchParams({ ...candidate, period: DEFAULT_PERIOD }).toString()}`,
    },
    reason: null,
    figures: figuresBy((name) => placedAmong(name, document, told[name])),
  };
}

function named(key: string, directory: Directory) {
  const { slug, names, members = [] } = namedIsp(key, directory);
  return { slug, names, members: members.map((member) => member.names) };
}

function regionNamed(code: string, directory: Directory) {
  const { names } = namedRegion(code, directory);
  return { code, names };
}

function absent(reason: StandingAbsence): Standing {
  return { cell: null, reason, figures: figuresBy(() => null) };
}

function figuresBy(of: (name: StandingFigure) => Placed | null): Standing['figures'] {
  return Object.fromEntries(STANDING_FIGURES.map((name) => [name, of(name)])) as Standing['figures'];
}
