import { type Lang, LOCALES } from './language.ts';

/** `A, B and C`; `A、B、C`. */
export function formatList(items: readonly string[], lang: Lang): string {
  return new Intl.ListFormat(LOCALES[lang], { style: 'long', type: 'conjunction' }).format(items);
}

/** A country's name in the reader's language, or its code where Intl knows none. */
export function formatCountry(countryCode: string, lang: Lang): string {
  return (
    new Intl.DisplayNames(LOCALES[lang], { type: 'region', fallback: 'code' }).of(countryCode) ?? countryCode
  );
}
