import type { Interval } from '../../../measurement-agent/protocol/quality.ts';
import type { Figure } from '../../../measurement-agent/protocol/statistics.ts';
import type { Lang } from '../../format/language.ts';
import { intervalText } from './interval-text.ts';
import { Told } from './told.tsx';

interface ToldIntervalProps {
  lang: Lang;
  figure: Figure;
  /** Where the estimate stands. */
  at: string;
  interval: Interval;
}

/** The interval of an estimate, beside which it stands: `(298–325)`. */
export function ToldInterval({ lang, figure, at, interval }: ToldIntervalProps) {
  return (
    <span class="interval">
      <Told at={`${at}/low`} value={interval.low} also={{ [`${at}/high`]: interval.high }}>
        {intervalText(figure, interval, lang)}
      </Told>
    </span>
  );
}
