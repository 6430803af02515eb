import type { CellAnswer, QualityAnswer } from '../../../measurement-agent/protocol/quality.ts';
import { figureText } from '../../format/figure.ts';
import type { Lang } from '../../format/language.ts';
import { formatRate } from '../../format/rate.ts';
import { messagesIn } from '../../messages/messages.ts';
import { profileText } from '../cell/profile-text.ts';
import { ispName } from '../isp-name.ts';
import type { NamedIsp } from '../names.ts';
import { periodName } from '../period-name.ts';

export interface BadgeProps {
  lang: Lang;
  isp: NamedIsp;
  /** The ISP in its largest country; null where nobody measured. */
  cell: CellAnswer | null;
  period: string;
  /** The rules that figures are by; null where the period is not kept. */
  profile: QualityAnswer['profile'] | null;
}

/** In CSS px. The reader's font is not known: text is set to these widths. */
const HEIGHT = 20;
const PADDING = 7;
const FULL_WIDTH = 11;
const HALF_WIDTH = 6.2;

function widthOf(text: string): number {
  return Array.from(text.normalize()).reduce(
    (sum, character) => sum + (character > '\u00ff' ? FULL_WIDTH : HALF_WIDTH),
    0,
  );
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** The median download of an ISP as a small picture, with its period; without figures it says so. */
export function badgeSvg({ lang, isp, cell, period, profile }: BadgeProps): string {
  const { badge } = messagesIn(lang).share;
  const median = cell?.figures?.['downloadBps']?.quantiles.p50 ?? null;
  const label = badge.label(periodName(period, lang));
  const value = median === null ? badge.none : figureText(formatRate(median.value, lang));
  const [labelWidth, valueWidth] = [widthOf(label), widthOf(value)];
  const split = Math.round(labelWidth + 2 * PADDING);
  const width = Math.round(split + valueWidth + 2 * PADDING);
  const text = (content: string, x: number, length: number) =>
    `<text x="${x}" y="14" textLength="${Math.round(length)}" lengthAdjust="spacingAndGlyphs">${escaped(content)}</text>`;
  const rules = median === null || profile === null ? '' : badge.rules(profileText(profile, lang));
  const title = escaped(badge.title(ispName(isp, lang), label, value) + rules);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" role="img" aria-label="${title}">`,
    `<title>${title}</title>`,
    `<rect width="${width}" height="${HEIGHT}" rx="3" fill="#3a4046"/>`,
    `<path d="M${split} 0h${width - split - 3}a3 3 0 0 1 3 3v${HEIGHT - 6}a3 3 0 0 1-3 3h-${width - split - 3}z" fill="${median === null ? '#5f666d' : '#0b5c66'}"/>`,
    `<g fill="#fff" font-family="system-ui,'Noto Sans JP',sans-serif" font-size="11">`,
    text(label, PADDING, labelWidth),
    text(value, split + PADDING, valueWidth),
    '</g></svg>',
  ].join('');
}
