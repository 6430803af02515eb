import { parseAccept } from 'hono/utils/accept';
import { isLang, type Lang } from '../../../web/messages/messages.ts';

/** For readers of neither language. */
const FALLBACK: Lang = 'en';

/** The language of the site that `Accept-Language` (RFC 9110 section 12.5.4) prefers; `ja-JP` is served by `ja`. */
export function negotiate(acceptLanguage: string | undefined): Lang {
  if (acceptLanguage === undefined) return FALLBACK;
  const wanted = parseAccept(acceptLanguage)
    .filter(({ q }) => q > 0)
    .toSorted((a, b) => b.q - a.q)
    .map(({ type }) => type.split('-')[0]?.toLowerCase() ?? '');
  return wanted.find(isLang) ?? FALLBACK;
}
