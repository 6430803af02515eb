import type { Standing } from '../../measurement-agent/protocol/standing.ts';
import { formatCellFigure } from '../format/cell-figure.ts';
import { figureText } from '../format/figure.ts';
import type { Lang } from '../format/language.ts';
import { formatDay } from '../format/period.ts';
import { messagesIn } from '../messages/messages.ts';
import { figureName } from './cell/figure-names.ts';
import { cellLines, cellName, placeBounds, placedFigures, placeWord } from './standing-text.ts';

/** Where a result stands among lines like it, with its uncertainty; also a part of a page by itself, for the test page. */
export function StandingSection({ standing, lang }: { standing: Standing; lang: Lang }) {
  const words = messagesIn(lang);
  const { cell, reason } = standing;
  return (
    <section class="standing" aria-labelledby="standing">
      <h2 id="standing">{words.standing.heading}</h2>
      {cell === null ? (
        <p>{words.standing.absent[reason ?? 'too-few-lines']}</p>
      ) : (
        <>
          <p class="fine">
            {words.standing.among(
              cellName(cell, words, lang),
              cellLines(cell, words.figures, lang),
              words.standing.period(formatDay(cell.period.from, lang), formatDay(cell.period.to, lang)),
            )}
          </p>
          <ul class="places">
            {placedFigures(standing).map(({ name, placed }) => (
              <li>
                <span class="use">{figureName(name, lang)}</span>
                <span class="range" aria-hidden="true">
                  <Range low={placed.betterThan.low} high={placed.betterThan.high} />
                </span>
                <span class="word">
                  <strong>{words.standing.words[placeWord(placed)]}</strong>
                  <span class="limit">{placeBounds(placed, words.standing, lang)}</span>
                </span>
                {placed.median && (
                  <span class="limit">
                    {words.standing.median} {figureText(formatCellFigure(name, placed.median.value, lang))}
                  </span>
                )}
              </li>
            ))}
          </ul>
          <p class="fine">
            {words.standing.certainty} <a href={cell.href}>{words.standing.source}</a>
          </p>
        </>
      )}
    </section>
  );
}

/** The bounds on a line from the worst of the lines to the best. */
function Range({ low, high }: { low: number; high: number }) {
  const from = Math.round(low * 100);
  const width = Math.max(2, Math.round((high - low) * 100));
  return (
    <svg viewBox="0 0 100 8" preserveAspectRatio="none" focusable="false">
      <rect class="all" x="0" y="3" width="100" height="2" />
      <rect class="bounds" x={Math.min(from, 98)} y="0" width={width} height="8" />
    </svg>
  );
}
