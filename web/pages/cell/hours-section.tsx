import type { HoursAnswer } from '../../../measurement-agent/protocol/quality.ts';
import { heatScale } from '../../charts/heat-classes.ts';
import { formatCount } from '../../format/count.ts';
import { figureText } from '../../format/figure.ts';
import type { Lang } from '../../format/language.ts';
import { weekdayNames } from '../../format/period.ts';
import { formatMbps, formatRate } from '../../format/rate.ts';
import { messagesIn } from '../../messages/messages.ts';
import type { Asked } from './content.ts';
import { CellSection } from './section.tsx';
import { Told } from './told.tsx';

const HOURS = 24;

/** Hours of the week from which there is a map: fewer are holes with a number here and there. */
const SHOWN_FROM_HOURS = 24;

interface HoursSectionProps {
  lang: Lang;
  hours: Asked<HoursAnswer>;
}

/** A table that is its own heat map: the median of every hour of the week. */
export function HoursSection({ lang, hours }: HoursSectionProps) {
  const { cells } = messagesIn(lang);
  const { answer, href } = hours;
  const heading = cells.hours.heading;
  if (answer === null) {
    if (hours.reason !== 'not-kept') return null;
    return (
      <section class="figure-section" aria-labelledby="hours">
        <h2 id="hours">{heading}</h2>
        <p>
          {cells.period.hoursNotKept} <a href="?period=r90#hours">{cells.period.show}</a>
        </p>
      </section>
    );
  }
  const told = answer.hours.flatMap((hour) => (hour === null ? [] : [hour.median.value]));
  const scale = heatScale(told);
  if (scale === null || told.length < SHOWN_FROM_HOURS)
    return (
      <CellSection lang={lang} id="hours" heading={heading} href={href}>
        <p>{told.length === 0 ? cells.tooFew : cells.hours.tooFew(formatCount(told.length, lang))}</p>
      </CellSection>
    );
  const days = weekdayNames(lang);
  const { hourStandardisedMedian: standard, plainMedian: plain } = answer;
  return (
    <CellSection lang={lang} id="hours" heading={heading} href={href}>
      <p class="fine">{cells.hours.text}</p>
      <table class="heat-map">
        <caption class="visually-hidden">{cells.hours.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{cells.hours.hour}</th>
            {days.map((day) => (
              <th scope="col">{day}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: HOURS }, (_, hour) => (
            <tr>
              <th scope="row">{hour}</th>
              {days.map((_day, day) => {
                const index = day * HOURS + hour;
                const median = answer.hours[index]?.median.value;
                return median === undefined ? (
                  <td class="unknown">
                    <span aria-hidden="true">·</span>
                    <span class="visually-hidden">{cells.hours.none}</span>
                  </td>
                ) : (
                  <td class={`heat-${scale.classOf(median)}`}>
                    <Told at={`hours/${index}/median/value`} value={median}>
                      {formatMbps(median, lang)}
                    </Told>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <p class="fine">{cells.hours.legend}</p>
      <ul class="heat-legend">
        {scale.limits.slice(0, -1).map((limit, index) => (
          <li class={`heat-${index + 1}`}>
            {cells.headline.range(
              formatMbps(limit, lang),
              formatMbps(scale.limits[index + 1] ?? limit, lang),
            )}
          </li>
        ))}
      </ul>
      {standard !== null && plain !== null && (
        <p>
          <Told at="hourStandardisedMedian" value={standard}>
            {cells.hours.standard(
              figureText(formatRate(plain.value, lang)),
              figureText(formatRate(standard, lang)),
            )}
          </Told>
        </p>
      )}
    </CellSection>
  );
}
