import { formatBytes } from '../../format/bytes.ts';
import { formatCount } from '../../format/count.ts';
import { figureText } from '../../format/figure.ts';
import { messagesIn } from '../../messages/messages.ts';
import { type Frame, pathIn } from '../frame.ts';
import { Layout } from '../layout.tsx';
import { FleetAlarms } from './alarms.tsx';
import { clockText } from './clock-text.ts';
import type { AgentShown, FleetListContent } from './content.ts';
import { FleetMap } from './map.tsx';
import { ViewerLine } from './viewer.tsx';

/** All agents that the viewer may see. */
export function FleetListPage({ frame, content }: { frame: Frame; content: FleetListContent }) {
  const { lang } = frame;
  const { fleet } = messagesIn(lang);
  const { viewer, agents, next, counts } = content;
  return (
    <Layout frame={frame} title={fleet.title} description={fleet.description} section={null} noindex>
      <h1>{fleet.title}</h1>
      <p class="lede">{fleet.lede}</p>
      <ViewerLine lang={lang} viewer={viewer} />
      {counts.agents === 0 ? (
        <p class="notice">{fleet.none}</p>
      ) : (
        <>
          <section>
            <h2 id="agents">{fleet.agents}</h2>
            <p>
              {fleet.counted(formatCount(counts.agents, lang), formatCount(counts.heard, lang))}
              {counts.outOfService > 0 && ` ${fleet.outOfService(formatCount(counts.outOfService, lang))}`}
            </p>
            <FilterForm frame={frame} asked={content.asked} />
            {agents.length === 0 ? (
              <p class="notice">{fleet.filter.nothing}</p>
            ) : (
              <div class="scroll" tabindex={0} role="region" aria-labelledby="agents">
                <table class="numbers list" aria-labelledby="agents">
                  <thead>
                    <tr>
                      {(
                        ['site', 'owner', 'state', 'stable', 'version', 'queued', 'clock', 'bytes'] as const
                      ).map((column) => (
                        <th scope="col">{fleet.columns[column]}</th>
                      ))}
                    </tr>
                  </thead>
                  <tbody>
                    {agents.map((shown) => (
                      <AgentRow frame={frame} shown={shown} />
                    ))}
                  </tbody>
                </table>
              </div>
            )}
            {next !== null && (
              <p>
                <a href={`?${nextQuery(content.asked, next)}`}>{fleet.next}</a>
              </p>
            )}
          </section>
          <FleetAlarms
            lang={lang}
            alarms={content.alarms}
            deliveries={content.deliveries}
            timeZone={content.timeZone}
          />
          <FleetMap lang={lang} regions={counts.regions} names={content.regionNames} />
          <section>
            <h2>{fleet.download}</h2>
            <p>
              <a href={pathIn(lang, '/fleet/agents.csv')}>{fleet.downloadAgents}</a>
            </p>
          </section>
        </>
      )}
    </Layout>
  );
}

/** In a fleet of thousands those that need somebody are found by this. */
function FilterForm({ frame: { lang }, asked }: { frame: Frame; asked: FleetListContent['asked'] }) {
  const { filter } = messagesIn(lang).fleet;
  return (
    <form method="get" class="report-form" action={pathIn(lang, '/fleet')} aria-label={filter.label}>
      <div class="fields">
        <p class="field">
          <label for="fleet-text">{filter.text}</label>
          <input id="fleet-text" name="text" type="search" maxlength={100} value={asked.text} />
        </p>
        <p class="field">
          <label for="fleet-silent">{filter.which}</label>
          <select id="fleet-silent" name="silent">
            <option value="">{filter.all}</option>
            <option value="1" selected={asked.silent}>
              {filter.silent}
            </option>
          </select>
        </p>
      </div>
      <p class="actions">
        <button type="submit">{filter.button}</button>
      </p>
    </form>
  );
}

function nextQuery({ silent, text }: FleetListContent['asked'], after: string): string {
  return new URLSearchParams({
    ...(text !== '' && { text }),
    ...(silent && { silent: '1' }),
    after,
  }).toString();
}

function AgentRow({ frame: { lang }, shown }: { frame: Frame; shown: AgentShown }) {
  const { fleet } = messagesIn(lang);
  const { agent, state, stability } = shown;
  const { heartbeat } = agent;
  return (
    <tr class={state === 'heard' ? undefined : 'none'}>
      <th scope="row">
        <a href={pathIn(lang, `/fleet/agents/${agent.id}`)}>{agent.site.name}</a>
      </th>
      <td>{agent.owner}</td>
      <td>{fleet.state[state]}</td>
      <td>{fleet.stability[stability.month.word]}</td>
      <td>{heartbeat?.agentVersion ?? '–'}</td>
      <td>{heartbeat === null ? '–' : formatCount(heartbeat.results.queued, lang)}</td>
      <td>{clockText(heartbeat?.clockOffsetMs ?? null, lang)}</td>
      <td>{heartbeat === null ? '–' : figureText(formatBytes(heartbeat.monthBytes, lang))}</td>
    </tr>
  );
}
