import { type Command, Option } from 'commander';
import type { Suppression } from '../../domain/agent.ts';
import { checkPause } from '../../domain/fleet/pause.ts';
import { changeAgent } from '../../fleet/agents.ts';
import type { Change } from '../../fleet/change.ts';
import { changeGroup } from '../../fleet/groups.ts';
import { pauseEverybody, pauseOwner } from '../../fleet/owners.ts';
import { allAgents } from '../../storage/agents.ts';
import type { AgentUpdate } from '../../storage/fleet/agents.ts';
import { fail, label, onFleet, told, toldEach } from './on-fleet.ts';
import { scheduleIn } from './schedule-file.ts';

export function agentCommands(root: Command): void {
  root
    .command('agent-list')
    .description('Every enrolled agent, one JSON object a line.')
    .action(() => onFleet(async ({ database }) => toldEach(await allAgents(database))));

  root
    .command('agent-revoke')
    .description('Take nothing more of an agent.')
    .argument('<id>')
    .addOption(new Option('--as <why>').choices(['retired', 'stolen']).default('retired'))
    .action((id: string, { as }: { as: 'retired' | 'stolen' }) => changed(id, { revokedAs: as }));

  root
    .command('agent-schedule')
    .description(
      'Give an agent a schedule (docs/agent.md), a JSON file; without one its group’s or the default.',
    )
    .argument('<id>')
    .argument('[file]')
    .action(async (id: string, file: string | undefined) => {
      const schedule = file === undefined ? null : await scheduleIn(file);
      if (schedule !== 'broken') await changed(id, { schedule });
    });

  root
    .command('agent-group')
    .description('Put an agent into a group of its owner’s; without one into none.')
    .argument('<id>')
    .argument('[group]', 'id')
    .action((id: string, groupId: string | undefined) => changed(id, { groupId: groupId ?? null }));

  root
    .command('agent-tags')
    .description('The words of an agent, in place of those that it has.')
    .argument('<id>')
    .argument('[tags...]')
    .action((id: string, tags: string[]) => changed(id, { tags: tags.map(label) }));

  root
    .command('suppress')
    .description('No tests and no probes of agents until a moment; without one they go on.')
    .argument('<whom>', 'id of an agent, owner:ID, group:ID, or all')
    .argument('[until]', 'RFC 3339')
    .option('--reason <text>', 'told to the agents', 'by the operator')
    .action((whom: string, until: string | undefined, { reason }: { reason: string }) =>
      onFleet(async (change) => {
        if (until === undefined) return suppress(change, whom, null);
        const untilMs = Date.parse(until);
        if (Number.isNaN(untilMs)) return fail(`${until} is no moment such as 2026-12-01T00:00:00Z.`);
        const pause = checkPause(untilMs, reason, change.nowMs);
        return pause.ok ? suppress(change, whom, pause.value) : fail(pause.error.detail);
      }),
    );
}

async function suppress(change: Change, whom: string, suppression: Suppression | null): Promise<void> {
  const [kind = '', id = ''] = whom.split(':');
  if (kind === 'owner') return told(await pauseOwner(change, id, suppression));
  if (kind === 'group') return told(await changeGroup(change, id, { suppression }));
  if (whom !== 'all') return told(await changeAgent(change, whom, { suppression }), () => '1 agent.');
  await pauseEverybody(change, suppression);
  const count = (await allAgents(change.database)).length;
  console.log(`${count} ${count === 1 ? 'agent' : 'agents'}.`);
}

function changed(id: string, to: AgentUpdate): Promise<void> {
  return onFleet(async (change) => told(await changeAgent(change, id, to)));
}
