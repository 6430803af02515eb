import type { UseFigures } from '../../measurement-agent/metrics/scores/use-scores.ts';
import type { ResultDocument } from '../../measurement-agent/protocol/result.ts';
import { formatDelay } from '../format/delay.ts';
import type { Figure } from '../format/figure.ts';
import type { Lang } from '../format/language.ts';
import { formatMoment } from '../format/moment.ts';
import { formatRate } from '../format/rate.ts';
import { messagesIn } from '../messages/messages.ts';
import { ispName } from './isp-name.ts';
import { PREVIEW_SIZE } from './link-preview.tsx';
import type { NamedIsp, NamedRegion } from './names.ts';
import { useGrades } from './use-grades.ts';

/** Characters of a place that fit beside the date. */
const MOST_CHARACTERS = 34;

const INK = '#15191c';
const QUIET = '#565d61';
const ACCENT = '#0f5c66';
const WARM = '#8f3a10';
const LINE = '#dedbd3';

export interface CardProps {
  lang: Lang;
  document: Pick<ResultDocument, 'startedAt' | 'network'>;
  figures: UseFigures;
  isp: NamedIsp | null;
  region: NamedRegion | null;
  /** Host that the result is at. */
  host: string;
  /** Made-up data for demonstration. */
  demo: boolean;
}

/** A result as a picture: an SVG that names only the fonts it is drawn with. */
export function Card({ lang, document, figures, isp, region, host, demo }: CardProps) {
  const words = messagesIn(lang);
  const { suitability, metrics, run, resultPage: share, site } = words;
  const place = [isp && ispName(isp, lang), region?.names[lang]]
    .filter((name) => name !== null && name !== undefined)
    .join(' · ');
  const rate = (bps: number | null) => (bps === null ? null : formatRate(bps, lang));
  const delay = (ms: number | null) => (ms === null ? null : formatDelay(ms, lang));
  const tiles: [string, Figure | null][] = [
    [metrics.figures.downloadBps.label, rate(figures.downloadBps)],
    [metrics.figures.uploadBps.label, rate(figures.uploadBps)],
    [share.cardIdle, delay(figures.idleRttMs)],
    [share.cardWorking, delay(figures.workingRttMs)],
  ];
  const { rows } = useGrades(figures, suitability, lang);
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      width={PREVIEW_SIZE.width}
      height={PREVIEW_SIZE.height}
      viewBox={`0 0 ${PREVIEW_SIZE.width} ${PREVIEW_SIZE.height}`}
      font-family="Noto Sans JP"
      font-size="26"
    >
      <rect width="100%" height="100%" fill="#fbfaf7" />
      <rect width="100%" height="12" fill={demo ? '#7a2e0e' : ACCENT} />
      <text x="64" y="84" font-size="36" fill={INK}>
        Jissoku 実測
      </text>
      <text x="1136" y="84" text-anchor="end" fill={QUIET}>
        {formatMoment(document.startedAt, document.network.timeZone, lang)}
      </text>
      <text x="64" y="132" fill={QUIET}>
        {shortened(place)}
      </text>
      {tiles.map(([label, figure], index) => {
        const large = index < 2;
        const x = large ? 64 + index * 310 : 684 + (index - 2) * 240;
        return (
          <g transform={`translate(${x} 0)`}>
            <text y="220" font-size="24" fill={QUIET}>
              {label}
            </text>
            {figure === null ? (
              <text y="296" font-size="30" fill={QUIET}>
                {run.notMeasured}
              </text>
            ) : (
              <text y={large ? 318 : 306} fill={INK}>
                <tspan font-size={large ? 92 : 60}>{figure.value}</tspan>
                <tspan font-size={large ? 32 : 26} fill={QUIET}>{` ${figure.unit}`}</tspan>
              </text>
            )}
          </g>
        );
      })}
      <rect x="64" y="366" width="1072" height="2" fill={LINE} />
      {rows.map(({ name, grade }, index) => (
        <g transform={`translate(${64 + index * 218} 0)`}>
          <rect y="400" width="72" height="72" rx="10" fill={colourOf(grade?.key ?? null)} />
          <text x="36" y="453" text-anchor="middle" font-size="44" fill="#ffffff">
            {grade?.letter ?? '–'}
          </text>
          <text x="88" y="446" font-size="24" fill={INK}>
            {grade?.word ?? ''}
          </text>
          <text y="512" font-size="24" fill={INK}>
            {name}
          </text>
        </g>
      ))}
      <text x="64" y="590" font-size="24" fill={QUIET}>
        {demo ? site.demo : host}
      </text>
    </svg>
  );
}

function colourOf(grade: string | null): string {
  if (grade === null) return QUIET;
  return grade === 'excellent' || grade === 'good' ? ACCENT : WARM;
}

function shortened(text: string): string {
  const characters = Array.from(text);
  return characters.length <= MOST_CHARACTERS
    ? text
    : `${characters.slice(0, MOST_CHARACTERS - 1).join('')}…`;
}
