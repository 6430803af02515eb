import { type Lang, LOCALES } from './language.ts';

/** A caller may spell one time zone in many ways, and each is a format: beyond so many all are made anew. */
const MOST_FORMATS = 300;

const numbers = new Map<string, Intl.NumberFormat>();
const dates = new Map<string, Intl.DateTimeFormat>();

/** A format for numbers; each is made once, as making one takes a hundred times as long as using it. */
export function numberFormat(lang: Lang, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  return known(numbers, lang, options, (locale) => new Intl.NumberFormat(locale, options));
}

/** A format for dates and times, made once. */
export function dateFormat(lang: Lang, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return known(dates, lang, options, (locale) => new Intl.DateTimeFormat(locale, options));
}

function known<Format>(
  formats: Map<string, Format>,
  lang: Lang,
  options: object,
  make: (locale: string) => Format,
): Format {
  const key = lang + JSON.stringify(options);
  const format = formats.get(key) ?? make(LOCALES[lang]);
  if (formats.size >= MOST_FORMATS && !formats.has(key)) formats.clear();
  formats.set(key, format);
  return format;
}
