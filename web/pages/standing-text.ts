import {
  type Placed,
  STANDING_FIGURES,
  type Standing,
  type StandingFigure,
} from '../../measurement-agent/protocol/standing.ts';
import { formatCount, formatSharePercent } from '../format/count.ts';
import type { Lang } from '../format/language.ts';
import type { Messages } from '../messages/ja.ts';
import { ispName } from './isp-name.ts';

type Cell = NonNullable<Standing['cell']>;

/** What a place is called: by the quarters and halves that the bounds lie in. */
export function placeWord({ betterThan: { low, high } }: Placed): keyof Messages['standing']['words'] {
  if (low >= 0.75) return 'top';
  if (high <= 0.25) return 'bottom';
  if (low >= 0.5) return 'upper';
  if (high <= 0.5) return 'lower';
  return low >= 0.25 && high <= 0.75 ? 'middle' : 'open';
}

/** The bounds in words. */
export function placeBounds(
  { betterThan: { low, high } }: Placed,
  words: Messages['standing'],
  lang: Lang,
): string {
  const share = (ratio: number) => formatSharePercent(ratio, lang);
  if (low === 0 && high === 1) return words.anywhere;
  if (high === 1) return words.atLeast(share(low));
  return low === 0 ? words.atMost(share(high)) : words.between(share(low), share(high));
}

/** The name of a cell: an ISP, its region, its access. */
export function cellName(
  { isp, region, access }: Cell,
  words: Pick<Messages, 'standing' | 'declared'>,
  lang: Lang,
): string {
  const ispText =
    isp && ispName({ ...isp, members: isp.members.map((names) => ({ slug: '', names })) }, lang);
  const regionText = region?.names[lang] ?? null;
  const place =
    ispText !== null && regionText !== null
      ? words.standing.inRegion(ispText, regionText)
      : (ispText ?? regionText ?? '');
  return access === null ? place : words.standing.overAccess(place, words.declared.accessTechnology[access]);
}

/** Lines of a cell as they are told. */
export function cellLines({ lines }: Cell, words: Messages['figures'], lang: Lang): string {
  return lines === null ? words.fewerThanTen : formatCount(lines, lang);
}

/** Figures that have a place, in reading order. */
export function placedFigures({ figures }: Standing): { name: StandingFigure; placed: Placed }[] {
  return STANDING_FIGURES.flatMap((name) => {
    const placed = figures[name] ?? null;
    return placed === null ? [] : [{ name, placed }];
  });
}
