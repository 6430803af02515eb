/** What Prometheus reads: text exposition format 0.0.4, base units. docs/agent.md lists the names. */
import type { Submission } from '../../protocol/result.ts';
import type { DaemonStatus } from '../daemon.ts';
import type { SpoolCounts } from '../spool.ts';

/** Everything that is told of an agent. */
export interface Observed {
  version: string;
  site: string;
  status: DaemonStatus;
  counts: SpoolCounts;
  monthBytes: number;
  monthlyBytes: number | null;
  last: Submission | null;
  residentBytes: number;
}

type Sample = [labels: Readonly<Record<string, string>>, value: number | null | undefined];

interface Family {
  name: string;
  type: 'gauge' | 'counter';
  help: string;
  samples: Sample[];
}

/** The families, also without a value: what is not known has no sample, never a zero. */
export function families({
  version,
  site,
  status,
  counts,
  monthBytes,
  monthlyBytes,
  last,
  residentBytes,
}: Observed): Family[] {
  const gauge = (name: string, help: string, ...samples: Sample[]): Family => ({
    name: `jissoku_${name}`,
    type: 'gauge',
    help,
    samples,
  });
  const counter = (name: string, help: string, ...samples: Sample[]): Family => ({
    ...gauge(name, help, ...samples),
    type: 'counter',
  });
  const seconds = (ms: number | null | undefined) => (ms === null || ms === undefined ? null : ms / 1000);
  const probes = status.lastProbes;
  return [
    gauge('agent_info', 'Version and site of the agent.', [{ version, site }, 1]),
    gauge('download_bits_per_second', 'Goodput of the last test.', [{}, last?.download?.goodputBps]),
    gauge('upload_bits_per_second', 'Goodput of the last test.', [{}, last?.upload?.goodputBps]),
    gauge('idle_rtt_seconds', 'Median round trip of the idle line, last test.', [
      {},
      seconds(last?.idle?.rttMs.p50),
    ]),
    gauge(
      'working_rtt_seconds',
      'Median round trip under load, last test.',
      [{ direction: 'download' }, seconds(last?.download?.workingRttMs?.p50)],
      [{ direction: 'upload' }, seconds(last?.upload?.workingRttMs?.p50)],
    ),
    gauge('loss_ratio', 'Datagrams lost on the idle line, last test, 0 to 1.', [{}, last?.loss?.lossRatio]),
    gauge('last_test_timestamp_seconds', 'When the last test began.', [
      {},
      last === null ? null : Date.parse(last.startedAt) / 1000,
    ]),
    gauge('last_test_valid', '1 when nothing that the agent noticed excludes the last test.', [
      {},
      last === null ? null : Number(last.verdict.valid),
    ]),
    gauge('next_test_timestamp_seconds', 'When the next test is planned.', [{}, seconds(status.next?.atMs)]),
    gauge(
      'edge_rtt_seconds',
      'TCP handshake with the edge, last light probe.',
      ...(probes?.edge ?? []).map(
        ({ ipVersion, rttMs }): Sample => [{ ip_version: String(ipVersion) }, seconds(rttMs)],
      ),
    ),
    gauge(
      'edge_reachable',
      '1 when the edge answered the last light probe.',
      ...(probes?.edge ?? []).map(
        ({ ipVersion, rttMs }): Sample => [{ ip_version: String(ipVersion) }, Number(rttMs !== null)],
      ),
    ),
    gauge('first_hop_rtt_seconds', 'TCP handshake with the first hop, last light probe.', [
      {},
      seconds(probes?.firstHopMs),
    ]),
    gauge(
      'resolver_rtt_seconds',
      'Answer of each resolver, last light probe.',
      ...(probes?.resolversMs ?? []).map((ms, index): Sample => [{ resolver: String(index) }, seconds(ms)]),
    ),
    counter(
      'slots_total',
      'Planned tests, by how they ended.',
      ...Object.entries(counts.slots).map(([outcome, count]): Sample => [{ outcome }, count]),
    ),
    gauge(
      'spool_results',
      'Results in the spool.',
      [{ state: 'queued' }, counts.queued],
      [{ state: 'refused' }, counts.refused],
      [{ state: 'sent' }, counts.sent],
    ),
    counter('spool_dropped_results_total', 'Results lost for want of space.', [{}, counts.dropped]),
    counter('spool_dropped_light_probes_total', 'Light probes lost for want of space.', [
      {},
      counts.droppedProbes,
    ]),
    gauge('month_bytes', 'Moved in this calendar month (UTC).', [{}, monthBytes]),
    gauge('month_budget_bytes', 'May be moved in a calendar month.', [{}, monthlyBytes]),
    gauge('clock_offset_seconds', 'Clock of the agent minus that of the server.', [
      {},
      seconds(status.clockOffsetMs),
    ]),
    gauge('server_heard_timestamp_seconds', 'When the server last answered.', [
      {},
      seconds(status.heardAtMs),
    ]),
    gauge('trouble', '1 when results cannot be delivered; jissoku status says why.', [
      {},
      Number(status.trouble !== null),
    ]),
    gauge('resident_memory_bytes', 'Memory of the daemon.', [{}, residentBytes]),
  ];
}

export function metricsText(observed: Observed): string {
  return families(observed)
    .map(({ name, type, help, samples }) => {
      const lines = samples.flatMap(([labels, value]) =>
        value === null || value === undefined ? [] : [`${name}${labelText(labels)} ${value}`],
      );
      return `${[`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines].join('\n')}\n`;
    })
    .join('');
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', String.raw`\"`).replaceAll('\n', String.raw`\n`);
}
