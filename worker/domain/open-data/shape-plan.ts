import { type Crowd, isAnonymousCrowd, linesOf } from './crowd.ts';
import { climb, crowdOf, type Rung, rungName } from './ladder.ts';
import { coarseShape, LAST_SHAPE_STEP, type LineShape } from './line-shape.ts';

/** Lines of a group with rows of the same shape, as one text. */
export type ShapeKind = string;

const BETWEEN = ' ';

/** @param group The number of the group that the line's class is told in. */
export function shapeKind(group: number, shape: LineShape): ShapeKind {
  return `${group}${BETWEEN}${shape}`;
}

function partsOf(kind: ShapeKind): { group: string; shape: LineShape } {
  const at = kind.indexOf(BETWEEN);
  return { group: kind.slice(0, at), shape: kind.slice(at + 1) };
}

/** What is told of the tests of each kind of line. */
export type ShapePlan = ReadonlyMap<ShapeKind, Rung>;

/**
 * Decides for every group how finely tests are told, so that rows of ten lines in two prefixes look alike but for their figures. Where
 * fewer would be left to be told as a single row, the smallest of those of whom most little is told joins them: else these few were known
 * by it.
 *
 * @param crowds Lines of each kind; at least ten in two prefixes in each group.
 */
export function planShapes(crowds: ReadonlyMap<ShapeKind, Crowd>): ShapePlan {
  const { rungs, rest } = climb(crowds, LAST_SHAPE_STEP, (kind, step) => {
    const { group, shape } = partsOf(kind);
    const told = coarseShape(shape, step);
    return told === null ? null : `${group}${BETWEEN}${told}`;
  });
  const restOf = Map.groupBy(rest, (kind) => partsOf(kind).group);
  const toldOf = Map.groupBy(
    [...rungs.keys()].filter((kind) => restOf.has(partsOf(kind).group)),
    (kind) => partsOf(kind).group,
  );
  for (const [group, left] of restOf) {
    const hidden = [...left];
    const told = [...Map.groupBy(toldOf.get(group) ?? [], (kind) => rungs.get(kind)?.group ?? '').values()]
      .map((kinds) => ({
        kinds,
        step: rungs.get(kinds[0] ?? '')?.step ?? 0,
        lines: linesOf(crowdOf(kinds, crowds)),
      }))
      .toSorted((a, b) => b.step - a.step || a.lines - b.lines);
    for (const { kinds } of told) {
      if (isAnonymousCrowd(crowdOf(hidden, crowds))) break;
      hidden.push(...kinds);
    }
    const oneRow = { group: rungName(LAST_SHAPE_STEP, `${group}${BETWEEN}`), step: LAST_SHAPE_STEP };
    for (const kind of hidden) rungs.set(kind, oneRow);
  }
  return rungs;
}
