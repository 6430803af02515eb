import { type Lang, LOCALES } from '../../format/language.ts';
import { messagesIn } from '../../messages/messages.ts';

/** How far an agent's clock is off, in seconds with its sign; a dash where it is not known. */
export function clockText(offsetMs: number | null, lang: Lang): string {
  if (offsetMs === null) return '–';
  const format = new Intl.NumberFormat(LOCALES[lang], {
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  });
  return messagesIn(lang).fleet.agent.clockText(format.format(offsetMs / 1000));
}
