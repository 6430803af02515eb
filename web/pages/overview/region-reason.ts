import type { Lang } from '../../format/language.ts';
import { messagesIn } from '../../messages/messages.ts';
import type { MapRegion } from '../map.tsx';

/** Why the map has no value of a region. */
export function regionReason({ cell }: MapRegion, lang: Lang): string {
  const { map } = messagesIn(lang).overviews;
  if (cell === null) return map.none;
  const { suppressed } = cell.answer;
  return suppressed === null ? map.hidden : map.hiddenBecause[suppressed];
}
