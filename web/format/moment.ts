import { dateFormat } from './formats.ts';
import type { Lang } from './language.ts';

/**
 * An RFC 3339 time as date and minute in `timeZone` (IANA), UTC when null, with the zone's name: a page that is
 * complete without JavaScript cannot know the reader's own zone.
 */
export function formatMoment(rfc3339: string, timeZone: string | null, lang: Lang): string {
  return dateFormat(lang, {
    year: 'numeric',
    month: lang === 'ja' ? 'numeric' : 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: timeZone ?? 'UTC',
    timeZoneName: 'short',
  }).format(new Date(rfc3339));
}
