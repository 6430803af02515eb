import type { AlarmAnswer, DeliveryAnswer } from '../../../measurement-agent/protocol/alarms.ts';
import { formatCount, formatRatio } from '../../format/count.ts';
import { formatDelay } from '../../format/delay.ts';
import { figureText } from '../../format/figure.ts';
import type { Lang } from '../../format/language.ts';
import { formatMoment } from '../../format/moment.ts';
import { messagesIn } from '../../messages/messages.ts';
import { pathIn } from '../frame.ts';
import { alarmFigure } from './alarm-figure.ts';
import type { AlarmShown } from './content.ts';

interface FleetAlarmsProps {
  lang: Lang;
  /** The newest first. */
  alarms: readonly AlarmShown[];
  /** Null for who may not see them. */
  deliveries: readonly DeliveryAnswer[] | null;
  /** What moments of messages are shown in. */
  timeZone: string;
}

/** What was raised of the agents that the viewer may see, and what became of the messages. */
export function FleetAlarms({ lang, alarms, deliveries, timeZone }: FleetAlarmsProps) {
  const { fleetAlarms: words } = messagesIn(lang);
  return (
    <>
      <section>
        <h2 id="alarms">{words.heading}</h2>
        {alarms.length === 0 ? <p>{words.none}</p> : <AlarmTable lang={lang} alarms={alarms} />}
      </section>
      {deliveries !== null && deliveries.length > 0 && (
        <section>
          <h2 id="deliveries">{words.deliveries}</h2>
          <DeliveryTable lang={lang} deliveries={deliveries} timeZone={timeZone} />
        </section>
      )}
    </>
  );
}

/** What was raised of one agent; nothing where nothing was. */
export function AgentAlarms({ lang, alarms }: Pick<FleetAlarmsProps, 'lang' | 'alarms'>) {
  if (alarms.length === 0) return null;
  return (
    <section>
      <h2 id="alarms">{messagesIn(lang).fleetAlarms.heading}</h2>
      <AlarmTable lang={lang} alarms={alarms} />
    </section>
  );
}

function AlarmTable({ lang, alarms }: { lang: Lang; alarms: readonly AlarmShown[] }) {
  const { fleetAlarms: words } = messagesIn(lang);
  return (
    <div class="scroll" tabindex={0} role="region" aria-labelledby="alarms">
      <table class="numbers list" aria-labelledby="alarms" data-testid="fleet-alarms">
        <thead>
          <tr>
            {(['site', 'rule', 'what', 'raised', 'ended'] as const).map((column) => (
              <th scope="col">{words.columns[column]}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {alarms.map((alarm) => (
            <tr>
              <th scope="row">
                <a href={pathIn(lang, `/fleet/agents/${alarm.agentId}`)}>{alarm.site}</a>
              </th>
              <td>{alarm.ruleName}</td>
              <td>{whatText(alarm, lang)}</td>
              <td>
                {formatMoment(alarm.raisedAt, alarm.timeZone, lang)} ({words.confirmedBy[alarm.confirmedBy]})
              </td>
              <td>
                {alarm.endedAt === null || alarm.endedAs === null
                  ? words.lasts
                  : `${formatMoment(alarm.endedAt, alarm.timeZone, lang)} (${words.endedAs[alarm.endedAs]})`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface DeliveryTableProps {
  lang: Lang;
  deliveries: readonly DeliveryAnswer[];
  timeZone: string;
}

function DeliveryTable({ lang, deliveries, timeZone }: DeliveryTableProps) {
  const { fleetAlarms: words } = messagesIn(lang);
  return (
    <div class="scroll" tabindex={0} role="region" aria-labelledby="deliveries">
      <table class="numbers list" aria-labelledby="deliveries" data-testid="fleet-deliveries">
        <thead>
          <tr>
            {(['message', 'made', 'state', 'attempts', 'outcome'] as const).map((column) => (
              <th scope="col">{words.deliveryColumns[column]}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {deliveries.map((delivery) => (
            <tr>
              <th scope="row">{words.types[delivery.type]}</th>
              <td>{formatMoment(delivery.createdAt, timeZone, lang)}</td>
              <td>{words.states[delivery.state]}</td>
              <td>{formatCount(delivery.attempts, lang)}</td>
              <td>{delivery.lastOutcome ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What was seen, and what it was held against. */
function whatText({ condition, value, bound }: AlarmAnswer, lang: Lang): string {
  const { fleetAlarms: words } = messagesIn(lang);
  if (value === null || bound === null) return words.kinds[condition.kind];
  switch (condition.kind) {
    case 'threshold': {
      const text = (figure: number) => alarmFigure(condition.figure, figure, lang);
      return words.threshold(words.figures[condition.figure], text(value), text(bound));
    }
    case 'silence':
      return words.silence(formatCount(Math.round(value / 60), lang));
    case 'budget':
      return words.budget(formatRatio(value, lang));
    case 'clock':
      return words.clock(figureText(formatDelay(value, lang)));
  }
}
