import { formatMoment } from '../../format/moment.ts';
import { messagesIn } from '../../messages/messages.ts';
import { type Frame, pathIn } from '../frame.ts';
import type { FleetAgentContent } from './content.ts';
import { Csrf } from './csrf.tsx';

const HOURS = [1, 24, 168] as const;

interface PauseFormProps {
  frame: Frame;
  content: FleetAgentContent;
  mayChange: boolean;
}

/** Whether the agent is paused, and the button that pauses it or lets it go on. */
export function PauseForm({ frame: { lang }, content, mayChange }: PauseFormProps) {
  const { pause } = messagesIn(lang).fleet;
  const { agent, timeZone } = content.shown;
  const action = (name: string) => pathIn(lang, `/fleet/agents/${agent.id}/${name}`);
  const { suppression } = agent;
  return (
    <section>
      <h2>{pause.heading}</h2>
      {suppression !== null && (
        <p class="notice">
          {pause.until(formatMoment(suppression.until, timeZone, lang), suppression.reason)}
        </p>
      )}
      {suppression === null && <p>{pause.text}</p>}
      {suppression !== null && !content.ownPause && <p class="fine">{pause.higher}</p>}
      {mayChange && content.ownPause && (
        <form method="post" action={action('resume')}>
          <Csrf token={content.viewer.csrf} />
          <p class="actions">
            <button type="submit" class="primary" data-testid="fleet-resume">
              {pause.end}
            </button>
          </p>
        </form>
      )}
      {mayChange && !content.ownPause && (
        <form method="post" action={action('suppression')}>
          <Csrf token={content.viewer.csrf} />
          <div class="question-fields">
            <p class="field">
              <label for="pause-hours">{pause.hours}</label>
              <select id="pause-hours" name="hours">
                {HOURS.map((hours) => (
                  <option value={hours}>{pause.options[hours]}</option>
                ))}
              </select>
            </p>
            <p class="field">
              <label for="pause-reason">{pause.reason}</label>
              <input
                id="pause-reason"
                name="reason"
                type="text"
                maxlength={200}
                required
                value={pause.reasonDefault}
              />
            </p>
          </div>
          <p class="actions">
            <button type="submit" data-testid="fleet-pause">
              {pause.start}
            </button>
          </p>
        </form>
      )}
    </section>
  );
}
