import {
  RATES,
  type RequirementSource,
  USE_DIMENSIONS,
  USE_REQUIREMENTS,
  USE_SCORE_VERSION,
  USES,
  type UseDimension,
} from '../../measurement-agent/metrics/scores/use-requirements.ts';
import { formatCount, formatRatio } from '../format/count.ts';
import { formatRoundDelay } from '../format/delay.ts';
import { figureText } from '../format/figure.ts';
import type { Lang } from '../format/language.ts';
import { formatRoundRate } from '../format/rate.ts';
import { messagesIn } from '../messages/messages.ts';

/** What every use asks of a line: where it has 100 points, where none, and who says so. */
export function RequirementTable({ lang }: { lang: Lang }) {
  const { method, suitability } = messagesIn(lang);
  const figure = (dimension: UseDimension, value: number) => {
    if (dimension === 'lossRatio') return formatRatio(value, lang);
    return figureText(RATES.has(dimension) ? formatRoundRate(value, lang) : formatRoundDelay(value, lang));
  };
  const better = (dimension: UseDimension) => (RATES.has(dimension) ? method.atLeast : method.atMost);
  const worse = (dimension: UseDimension) => (RATES.has(dimension) ? method.atMost : method.atLeast);
  const sources = (...from: RequirementSource[]) =>
    [...new Set(from)].map((source) => method.sources[source]).join(' / ');
  return (
    <>
      <p class="fine">{method.scoreVersion(formatCount(USE_SCORE_VERSION, lang))}</p>
      <div class="scroll" tabindex={0} role="region" aria-label={suitability.heading}>
        <table class="numbers">
          <thead>
            <tr>
              <th scope="col">{method.use}</th>
              <th scope="col">{method.dimension}</th>
              <th scope="col">{method.perfect}</th>
              <th scope="col">{method.poor}</th>
              <th scope="col">{method.source}</th>
            </tr>
          </thead>
          {USES.map((use) => {
            const asked = USE_DIMENSIONS.flatMap((dimension) => {
              const requirement = USE_REQUIREMENTS[use][dimension];
              return requirement === null ? [] : [{ dimension, ...requirement }];
            });
            return (
              <tbody>
                {asked.map(({ dimension, perfect, perfectFrom, poor, poorFrom }, index) => (
                  <tr>
                    {index === 0 && (
                      <th scope="rowgroup" rowspan={asked.length}>
                        {suitability.uses[use]}
                      </th>
                    )}
                    <th scope="row">{suitability.dimensions[dimension]}</th>
                    <td>{better(dimension)(figure(dimension, perfect))}</td>
                    <td>{worse(dimension)(figure(dimension, poor))}</td>
                    <td>{sources(perfectFrom, poorFrom)}</td>
                  </tr>
                ))}
              </tbody>
            );
          })}
        </table>
      </div>
    </>
  );
}
