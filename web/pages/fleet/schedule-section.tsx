import { formatBytes } from '../../format/bytes.ts';
import { formatCount } from '../../format/count.ts';
import { figureText } from '../../format/figure.ts';
import type { Lang } from '../../format/language.ts';
import { messagesIn } from '../../messages/messages.ts';
import { Facts } from '../facts.tsx';
import { type Frame, pathIn } from '../frame.ts';
import type { Cost, FleetAgentContent } from './content.ts';
import { Csrf } from './csrf.tsx';
import { ScheduleFields } from './schedule-fields.tsx';

interface ScheduleSectionProps {
  frame: Frame;
  content: FleetAgentContent;
  mayChange: boolean;
}

/** What the agent is to do, what that costs in traffic, and the editor. */
export function ScheduleSection({ frame: { lang }, content, mayChange }: ScheduleSectionProps) {
  const { schedule: words } = messagesIn(lang).fleet;
  const { agent } = content.shown;
  const action = pathIn(lang, `/fleet/agents/${agent.id}/schedule`);
  return (
    <section>
      <h2 id="schedule">{words.heading}</h2>
      {content.edited === null && <p>{words.of[agent.scheduleOf]}</p>}
      {content.edited !== null && (
        <p class="notice" role="alert">
          {words[content.edited]}
        </p>
      )}
      <CostFacts lang={lang} cost={content.cost} />
      {mayChange && (
        <form method="post" action={action} class="fleet-schedule">
          <Csrf token={content.viewer.csrf} />
          <ScheduleFields lang={lang} schedule={content.schedule} />
          <p class="actions">
            <button type="submit" name="do" value="preview" data-testid="fleet-preview">
              {words.preview}
            </button>{' '}
            <button type="submit" name="do" value="save" class="primary" data-testid="fleet-save">
              {words.save}
            </button>
          </p>
        </form>
      )}
      {mayChange && agent.scheduleOf === 'agent' && (
        <form method="post" action={`${action}/default`}>
          <Csrf token={content.viewer.csrf} />
          <p class="actions">
            <button type="submit" class="quiet">
              {words.reset}
            </button>
          </p>
        </form>
      )}
    </section>
  );
}

function CostFacts({ lang, cost }: { lang: Lang; cost: Cost }) {
  const { cost: words } = messagesIn(lang).fleet;
  const bytes = (number: number) => figureText(formatBytes(number, lang));
  return (
    <div data-testid="fleet-cost">
      <h3>{words.heading}</h3>
      <Facts
        facts={[
          { label: words.tests, value: formatCount(cost.tests, lang) },
          { label: words.testBytes, value: bytes(cost.testBytes) },
          { label: words.probeBytes, value: bytes(cost.probeBytes) },
          { label: words.total, value: bytes(cost.testBytes + cost.probeBytes) },
        ]}
      />
      <p class="fine">
        {words.basis[cost.basis]} {cost.bothVersions ? words.bothVersions : words.oneVersion} {words.upper}{' '}
        {cost.capped && words.capped}
      </p>
    </div>
  );
}
