import type { FigureAnswer } from '../../../measurement-agent/protocol/quality.ts';
import { formatCellRange } from '../../format/cell-figure.ts';
import { figureText } from '../../format/figure.ts';
import type { Lang } from '../../format/language.ts';
import { formatRate, formatRoundRate } from '../../format/rate.ts';
import { messagesIn } from '../../messages/messages.ts';
import type { CellContent } from './content.ts';
import { intervalText } from './interval-text.ts';
import { shownCell } from './shown-cell.ts';
import { endsAt, Told } from './told.tsx';

/** What is advertised against what was measured, in one sentence; null where no figures are told. */
export function headlineText(content: CellContent, lang: Lang): string | null {
  const { cells } = messagesIn(lang);
  const quartiles = quartilesOf(content);
  if (quartiles === null) return null;
  const { p25, p50, p75 } = quartiles;
  const measured = cells.headline.measured(
    cells.headline.range(...formatCellRange('downloadBps', p25.value, p75.value, lang)),
    figureText(formatRate(p50.value, lang)),
    intervalText('downloadBps', p50, lang),
  );
  return `${advertised(content, lang)}${measured}`;
}

function advertised({ plans }: CellContent, lang: Lang): string {
  const { cells } = messagesIn(lang);
  const [slowest] = plans;
  const fastest = plans.at(-1);
  if (slowest === undefined || fastest === undefined) return '';
  const low = formatRoundRate(slowest.downloadBps, lang);
  const high = formatRoundRate(fastest.downloadBps, lang);
  if (figureText(low) === figureText(high)) return cells.headline.advertised(figureText(high));
  // Lines of every plan were measured together: the fastest alone would be held against those who never bought it.
  return cells.headline.advertisedByPlan(
    cells.headline.range(low.unit === high.unit ? low.value : figureText(low), figureText(high)),
  );
}

function quartilesOf(content: CellContent) {
  const quantiles: Partial<FigureAnswer['quantiles']> =
    shownCell(content)?.cell.figures?.['downloadBps']?.quantiles ?? {};
  const { p25, p50, p75 } = quantiles;
  return p25 && p50 && p75 ? { p25, p50, p75 } : null;
}

/** The sentence that a page opens with. */
export function Headline({ lang, content }: { lang: Lang; content: CellContent }) {
  const { cells } = messagesIn(lang);
  const text = headlineText(content, lang);
  const quartiles = quartilesOf(content);
  const at = `${shownCell(content)?.at}/figures/downloadBps/quantiles`;
  if (text === null || quartiles === null) return null;
  const { p25, p50, p75 } = quartiles;
  const others = {
    ...endsAt(`${at}/p50`, p50),
    [`${at}/p25/value`]: p25.value,
    [`${at}/p75/value`]: p75.value,
  };
  return (
    <div class="headline" data-source={content.cell.href}>
      <p class="headline-text">
        <Told at={`${at}/p50/value`} value={p50.value} also={others}>
          {unbroken(text)}
        </Told>
      </p>
      <p class="fine">{cells.headline.what}</p>
    </div>
  );
}

/** No line ends within a range: a word joiner (U+2060) at both sides of its dash. */
function unbroken(text: string): string {
  return text.replaceAll(/ ?[〜–] ?/g, (dash) => `\u2060${dash.replaceAll(' ', '\u00a0')}\u2060`);
}
