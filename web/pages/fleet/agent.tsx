import { formatBytes } from '../../format/bytes.ts';
import { formatCount, formatRatio } from '../../format/count.ts';
import { formatDelay } from '../../format/delay.ts';
import { figureText } from '../../format/figure.ts';
import type { Lang } from '../../format/language.ts';
import { formatMoment } from '../../format/moment.ts';
import { formatRate } from '../../format/rate.ts';
import { messagesIn } from '../../messages/messages.ts';
import { type Fact, Facts } from '../facts.tsx';
import { type Frame, pathIn } from '../frame.ts';
import { Layout } from '../layout.tsx';
import { AgentAlarms } from './alarms.tsx';
import { clockText } from './clock-text.ts';
import type { AgentShown, FleetAgentContent, StabilityWindow } from './content.ts';
import { PauseForm } from './pause-form.tsx';
import { ScheduleSection } from './schedule-section.tsx';
import { Thresholds } from './thresholds.tsx';
import { ViewerLine } from './viewer.tsx';

const WINDOWS = ['day', 'month', 'quarter'] as const satisfies StabilityWindow[];

/** One agent: how it is, what it measured, what it is to do. */
export function FleetAgentPage({ frame, content }: { frame: Frame; content: FleetAgentContent }) {
  const { lang } = frame;
  const { fleet } = messagesIn(lang);
  const { viewer, shown, results } = content;
  const { agent } = shown;
  const mayChange = viewer.role !== 'regulator' && agent.revokedAs === null;
  return (
    <Layout
      frame={frame}
      title={`${agent.site.name} – ${fleet.title}`}
      description={fleet.agent.description}
      section={null}
      noindex
    >
      <p>
        <a href={pathIn(lang, '/fleet')}>{fleet.back}</a>
      </p>
      <h1>{agent.site.name}</h1>
      <ViewerLine lang={lang} viewer={viewer} />
      <section>
        <h2>{fleet.agent.health}</h2>
        <Facts facts={healthFacts(content, lang)} />
      </section>
      <Gaps lang={lang} shown={shown} />
      <AgentAlarms lang={lang} alarms={content.alarms} />
      <Results lang={lang} zone={shown.timeZone} results={results} />
      <section>
        <h2>{fleet.download}</h2>
        <p>
          <a href={pathIn(lang, `/fleet/agents/${agent.id}/results.csv`)}>{fleet.downloadResults}</a>
        </p>
      </section>
      <PauseForm frame={frame} content={content} mayChange={mayChange} />
      <Thresholds frame={frame} content={content} mayChange={mayChange} />
      <ScheduleSection frame={frame} content={content} mayChange={mayChange} />
    </Layout>
  );
}

function healthFacts(content: FleetAgentContent, lang: Lang): Fact[] {
  const { fleet } = messagesIn(lang);
  const { shown, groupName } = content;
  const { agent, state, stability, timeZone } = shown;
  const { heartbeat, schedule } = agent;
  const count = (number: number) => formatCount(number, lang);
  const bytes = (number: number) => figureText(formatBytes(number, lang));
  const facts: Fact[] = [
    { label: fleet.columns.state, value: fleet.state[state] },
    {
      label: fleet.agent.heard,
      value: agent.heardAt === null ? fleet.agent.never : formatMoment(agent.heardAt, timeZone, lang),
    },
    ...WINDOWS.map((window) => {
      const { word, hours } = stability[window];
      const detail =
        hours === null ? '' : ` (${fleet.unstableHours(count(hours.unstable), count(hours.all))})`;
      return { label: fleet.windows[window], value: fleet.stability[word] + detail };
    }),
    { label: fleet.columns.owner, value: agent.owner },
    { label: fleet.agent.cohort, value: fleet.agent.cohorts[agent.cohort] },
    { label: fleet.agent.group, value: groupName ?? fleet.agent.noGroup },
    { label: fleet.agent.enrolled, value: formatMoment(agent.enrolledAt, timeZone, lang) },
    { label: fleet.agent.id, value: agent.id },
  ];
  if (agent.tags.length > 0) facts.push({ label: fleet.agent.tags, value: agent.tags.join(', ') });
  if (heartbeat === null) return facts;
  const { queued, refused, dropped } = heartbeat.results;
  const { missed, skipped, failed } = heartbeat.slots;
  facts.push(
    { label: fleet.columns.version, value: heartbeat.agentVersion },
    {
      label: fleet.agent.spool,
      value: fleet.agent.spoolText(count(queued), count(refused), count(dropped)),
    },
    { label: fleet.columns.clock, value: clockText(heartbeat.clockOffsetMs, lang) },
    {
      label: fleet.columns.bytes,
      value:
        schedule.monthlyBytes === null
          ? bytes(heartbeat.monthBytes)
          : fleet.agent.bytesOf(bytes(heartbeat.monthBytes), bytes(schedule.monthlyBytes)),
    },
    { label: fleet.agent.slots, value: fleet.agent.slotsText(count(missed), count(skipped), count(failed)) },
  );
  return facts;
}

function Gaps({ lang, shown }: { lang: Lang; shown: AgentShown }) {
  const { agent: words } = messagesIn(lang).fleet;
  const moment = (atMs: number) => formatMoment(new Date(atMs).toISOString(), shown.timeZone, lang);
  return (
    <section>
      <h2 id="gaps">{words.gaps}</h2>
      {shown.gaps.length === 0 ? (
        <p>{words.noGaps}</p>
      ) : (
        <table class="numbers list" aria-labelledby="gaps" data-testid="fleet-gaps">
          <thead>
            <tr>
              <th scope="col">{words.from}</th>
              <th scope="col">{words.to}</th>
            </tr>
          </thead>
          <tbody>
            {shown.gaps.slice(0, 50).map(({ fromMs, toMs }) => (
              <tr>
                <th scope="row">{moment(fromMs)}</th>
                <td>{toMs === null ? words.goesOn : moment(toMs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

interface ResultsProps {
  lang: Lang;
  zone: string;
  results: FleetAgentContent['results'];
}

function Results({ lang, zone, results }: ResultsProps) {
  const { agent: words } = messagesIn(lang).fleet;
  const rate = (bps: number | null) => (bps === null ? '–' : figureText(formatRate(bps, lang)));
  return (
    <section>
      <h2 id="results">{words.results}</h2>
      {results.length === 0 ? (
        <p>{words.noResults}</p>
      ) : (
        <div class="scroll" tabindex={0} role="region" aria-labelledby="results">
          <table class="numbers list" aria-labelledby="results" data-testid="fleet-results">
            <thead>
              <tr>
                {(['measured', 'download', 'upload', 'idle', 'loss', 'counts'] as const).map((column) => (
                  <th scope="col">{words[column]}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {results.map((result) => (
                <tr>
                  <th scope="row">
                    <a href={pathIn(lang, `/r/${result.id}`)}>
                      {formatMoment(result.measuredAt, zone, lang)}
                    </a>
                  </th>
                  <td>{rate(result.downloadBps)}</td>
                  <td>{rate(result.uploadBps)}</td>
                  <td>{result.idleRttMs === null ? '–' : figureText(formatDelay(result.idleRttMs, lang))}</td>
                  <td>{result.lossRatio === null ? '–' : formatRatio(result.lossRatio, lang)}</td>
                  <td>{result.valid ? words.yes : words.no}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
