import type { CompareAnswer } from '../../../measurement-agent/protocol/quality.ts';
import type { Metric } from '../../../measurement-agent/protocol/statistics.ts';
import { formatCellRange } from '../../format/cell-figure.ts';
import { formatSharePercent } from '../../format/count.ts';
import type { Lang } from '../../format/language.ts';
import { messagesIn } from '../../messages/messages.ts';
import { figureInTable } from '../cell/interval-text.ts';
import { endsAt, Told } from '../cell/told.tsx';

interface DifferenceProps {
  lang: Lang;
  metric: Metric;
  difference: Interval;
  coverage: CompareAnswer['coverage'];
  /** Who is compared, as a sentence names them. */
  a: string;
  b: string;
}

type Interval = NonNullable<CompareAnswer['difference']>;

/** A stratified difference in a sentence, as a figure with its interval, and of which shares of lines it is. */
export function Difference({ lang, metric, difference, coverage, a, b }: DifferenceProps) {
  const words = messagesIn(lang).overviews.compare;
  const share = (value: number) => formatSharePercent(value, lang);
  return (
    <>
      <p class="pair-text">
        <strong>{differenceText(metric, difference, a, b, lang)}</strong> {words.same}
      </p>
      <p>
        <Told at="difference/value" value={difference.value} also={endsAt('difference', difference)}>
          {words.difference(
            signedFigure(metric, difference.value, lang),
            signedInterval(metric, difference, lang),
          )}
        </Told>
      </p>
      <p>
        <Told at="coverage/a" value={coverage.a} also={{ 'coverage/b': coverage.b }}>
          {words.coverage(a, share(coverage.a), b, share(coverage.b))}
        </Told>
      </p>
    </>
  );
}

/** Sure of a direction only where the whole interval has it. */
function differenceText(metric: Metric, { low, high }: Interval, a: string, b: string, lang: Lang): string {
  const { cells, overviews } = messagesIn(lang);
  const words = overviews.compare;
  if (low <= 0 && high >= 0) return words.withinError(a, b);
  const [least, most] = low > 0 ? [low, high] : [-high, -low];
  const range = cells.headline.range(...formatCellRange(metric, least, most, lang));
  return low > 0 ? words.words[metric].more(a, b, range) : words.words[metric].less(a, b, range);
}

function signedFigure(metric: Metric, value: number, lang: Lang): string {
  const text = figureInTable(metric, Math.abs(value), lang);
  if (value === 0) return text;
  return value < 0 ? `−${text}` : `+${text}`;
}

function signedInterval(metric: Metric, { low, high }: Interval, lang: Lang): string {
  const [from, to] = [signedFigure(metric, low, lang), signedFigure(metric, high, lang)];
  return messagesIn(lang).figures.interval(from, to);
}
