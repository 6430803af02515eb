import { type Crowd, isAnonymousCrowd, linesOf } from './crowd.ts';
import { climb, crowdOf, type Rung, rungName } from './ladder.ts';
import { coarseTimes, LAST_TIME_STEP, type LineTimes } from './line-times.ts';

/** Lines of a group that were tested at the same times, as one text. */
export type TimesKind = string;

const BETWEEN = ' ';

/** @param group The number of the group that the line's class is told in. */
export function timesKind(group: number, times: LineTimes): TimesKind {
  return `${group}${BETWEEN}${times}`;
}

function partsOf(kind: TimesKind): { group: string; times: LineTimes } {
  const at = kind.indexOf(BETWEEN);
  return { group: kind.slice(0, at), times: kind.slice(at + 1) };
}

/** What is told of the times of each kind of line. */
export type TimePlan = ReadonlyMap<TimesKind, Rung>;

/**
 * Decides for every group how finely times are told, so that ten lines in two prefixes share what is told of each. Where fewer
 * would be left of whom nothing is told, the smallest of those of whom most little is told joins them: else these few were known by it.
 *
 * @param crowds Lines of each kind; at least ten in two prefixes in each group.
 */
export function planTimes(crowds: ReadonlyMap<TimesKind, Crowd>): TimePlan {
  const { rungs, rest } = climb(crowds, LAST_TIME_STEP, (kind, step) => {
    const { group, times } = partsOf(kind);
    const told = coarseTimes(times, step);
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
    const nothing = { group: rungName(LAST_TIME_STEP, `${group}${BETWEEN}`), step: LAST_TIME_STEP };
    for (const kind of hidden) rungs.set(kind, nothing);
  }
  return rungs;
}
