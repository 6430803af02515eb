import type { Figure } from '../../../measurement-agent/protocol/statistics.ts';
import { formatCellFigure } from '../../format/cell-figure.ts';
import { formatSharePercent } from '../../format/count.ts';
import { figureText } from '../../format/figure.ts';
import type { Lang } from '../../format/language.ts';
import { messagesIn } from '../../messages/messages.ts';
import type { CellContent } from './content.ts';
import { figureName } from './figure-names.ts';
import { figureInTable } from './interval-text.ts';
import { CellSection } from './section.tsx';
import { shownCell } from './shown-cell.ts';
import { Told } from './told.tsx';
import { ToldInterval } from './told-interval.tsx';

const FIGURES: readonly Figure[] = ['downloadBps', 'uploadBps', 'idleRttMs', 'workingRttDownloadMs'];
const BANDS = ['peak', 'offPeak'] as const;

/** Busy hours against the others. Nothing where neither is kept apart. */
export function EveningSection({ lang, content }: { lang: Lang; content: CellContent }) {
  const { cells } = messagesIn(lang);
  const shown = shownCell(content);
  const told = shown?.cell.figures;
  if (!shown || !told || FIGURES.every((figure) => !told[figure]?.peak && !told[figure]?.offPeak))
    return null;
  return (
    <CellSection lang={lang} id="evening" heading={cells.evening.heading} href={content.cell.href}>
      <p>{eveningText(told, lang)}</p>
      <p class="fine">{cells.evening.when}</p>
      <table class="numbers" aria-labelledby="evening">
        <thead>
          <tr>
            <th scope="col">{cells.figure}</th>
            <th scope="col">{cells.evening.busy}</th>
            <th scope="col">{cells.evening.other}</th>
            <th scope="col">{cells.evening.change}</th>
          </tr>
        </thead>
        <tbody>
          {FIGURES.map((figure) => {
            const { peak, offPeak } = told[figure] ?? {};
            return (
              <tr>
                <th scope="row">{figureName(figure, lang)}</th>
                {BANDS.map((band) => {
                  const median = told[figure]?.[band];
                  return (
                    <td>
                      {median ? (
                        <>
                          <Told at={`${shown.at}/figures/${figure}/${band}/value`} value={median.value}>
                            {figureInTable(figure, median.value, lang)}
                          </Told>{' '}
                          <ToldInterval
                            lang={lang}
                            figure={figure}
                            at={`${shown.at}/figures/${figure}/${band}`}
                            interval={median}
                          />
                        </>
                      ) : (
                        '–'
                      )}
                    </td>
                  );
                })}
                <td>{peak && offPeak ? signed(peak.value / offPeak.value - 1, lang) : '–'}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </CellSection>
  );
}

function eveningText(
  told: NonNullable<NonNullable<ReturnType<typeof shownCell>>['cell']['figures']>,
  lang: Lang,
): string {
  const { cells } = messagesIn(lang);
  const { peak, offPeak } = told['downloadBps'] ?? {};
  if (!peak || !offPeak) return cells.tooFew;
  const busy = figureText(formatCellFigure('downloadBps', peak.value, lang));
  const other = figureText(formatCellFigure('downloadBps', offPeak.value, lang));
  if (peak.low <= offPeak.high && offPeak.low <= peak.high) return cells.evening.same(busy, other);
  const percent = formatSharePercent(Math.abs(peak.value / offPeak.value - 1), lang);
  return peak.value < offPeak.value
    ? cells.evening.drop(busy, other, percent)
    : cells.evening.rise(busy, other, percent);
}

function signed(ratio: number, lang: Lang): string {
  const percent = formatSharePercent(Math.abs(ratio), lang);
  return ratio < 0 ? `−${percent}` : `+${percent}`;
}
