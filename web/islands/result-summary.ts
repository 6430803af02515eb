import type { Lang } from '../format/language.ts';
import { slot } from './slots.ts';

/** What the server's summary of a result suggests as answers about the line; an empty text suggests nothing. */
export interface Suggestions {
  isp: string;
  subdivisionCode: string;
  connectionMethod: string;
}

/**
 * Fetches what only the server can say of a stored result (whether it counts, what limited it, where it stands) and puts it
 * into the page, in the page's own words. Null when it cannot be had: the rest of the panel stands by itself.
 */
export async function showSummary(id: string, lang: Lang, signal: AbortSignal): Promise<Suggestions | null> {
  const place = slot('summary');
  const html = await fetch(`/${lang}/r/${id}/summary`, { signal }).then(
    (response) => (response.ok ? response.text() : null),
    () => null,
  );
  place.hidden = html === null;
  if (html === null || signal.aborted) return null;
  place.innerHTML = html;
  const {
    isp = '',
    subdivision = '',
    method = '',
  } = place.querySelector<HTMLElement>('[data-summary]')?.dataset ?? {};
  return { isp, subdivisionCode: subdivision, connectionMethod: method };
}
