/** Languages the site speaks, as in its paths (`/ja/`, `/en/`) and in `<html lang>` (BCP 47). */
export const LANGS = ['ja', 'en'] as const;
export type Lang = (typeof LANGS)[number];

export function isLang(text: string): text is Lang {
  return (LANGS as readonly string[]).includes(text);
}

/** Locale for Intl. English uses day-month order and 24 hours, which no reader mistakes. */
export const LOCALES: Record<Lang, string> = { ja: 'ja-JP', en: 'en-GB' };
