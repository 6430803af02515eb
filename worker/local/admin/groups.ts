import type { Command } from 'commander';
import { campaignView, groupView } from '../../domain/fleet/views.ts';
import { createCampaign, endCampaign } from '../../fleet/campaigns.ts';
import { changeGroup, createGroup, removeGroup } from '../../fleet/groups.ts';
import { campaignsIn } from '../../storage/fleet/campaigns.ts';
import { groupsIn } from '../../storage/fleet/groups.ts';
import { fail, label, moment, onFleet, ownerAsked, told, toldEach, wholeFrom } from './on-fleet.ts';
import { scheduleIn } from './schedule-file.ts';

interface CampaignOptions {
  name: string;
  from: number;
  until: number;
  every: number;
  spread: number;
  owner?: string;
  group?: string;
}

const MONTH_S = 30 * 86_400;

export function groupCommands(root: Command): void {
  root
    .command('group-create')
    .description('Agents of one owner that are told the same; prints the id.')
    .requiredOption('--owner <owner>', 'id or label')
    .requiredOption('--name <name>', 'as lists show it', label)
    .action(({ owner: who, name }: { owner: string; name: string }) =>
      onFleet(async (change) => {
        const owner = await ownerAsked(change, who);
        if (owner !== null) told(await createGroup(change, { ownerId: owner.id, name }), ({ id }) => id);
      }),
    );

  root
    .command('group-list')
    .description('Every group, one JSON object a line.')
    .action(() =>
      onFleet(async ({ database }) => toldEach((await groupsIn(database, 'everyone')).map(groupView))),
    );

  root
    .command('group-schedule')
    .description('Give a group a schedule, a JSON file; without one the default.')
    .argument('<id>')
    .argument('[file]')
    .action(async (id: string, file: string | undefined) => {
      const schedule = file === undefined ? null : await scheduleIn(file);
      if (schedule !== 'broken')
        await onFleet(async (change) => told(await changeGroup(change, id, { schedule })));
    });

  root
    .command('group-delete')
    .description('Its agents are in none afterwards.')
    .argument('<id>')
    .action((id: string) => onFleet(async (change) => told(await removeGroup(change, id))));

  root
    .command('campaign-create')
    .description('Agents test so often between two moments, whatever their schedule says; prints the id.')
    .requiredOption('--name <name>', 'as lists show it', label)
    .requiredOption('--from <moment>', 'RFC 3339', moment)
    .requiredOption('--until <moment>', 'RFC 3339', moment)
    .requiredOption('--every <s>', 'a test every so many seconds', wholeFrom(60, MONTH_S))
    .option('--spread <s>', 'each at random within so many seconds after its time', wholeFrom(0, MONTH_S), 0)
    .option('--owner <owner>', 'whose agents, by id or label; everybody’s where it is not said')
    .option('--group <id>', 'which of them')
    .action((options: CampaignOptions) =>
      onFleet(async (change) => {
        if (options.from >= options.until) return fail('A campaign ends after it starts.');
        const owner = options.owner === undefined ? null : await ownerAsked(change, options.owner);
        if (options.owner !== undefined && owner === null) return;
        const made = await createCampaign(change, {
          name: options.name,
          startsAtMs: options.from,
          endsAtMs: options.until,
          everyS: options.every,
          spreadS: options.spread,
          ownerId: owner?.id,
          groupId: options.group,
        });
        told(made, ({ id }) => id);
      }),
    );

  root
    .command('campaign-list')
    .description('Every campaign, one JSON object a line.')
    .action(() =>
      onFleet(async ({ database }) => toldEach((await campaignsIn(database, 'everyone')).map(campaignView))),
    );

  root
    .command('campaign-end')
    .description('Agents go back to their schedule at their next heartbeat.')
    .argument('<id>')
    .action((id: string) => onFleet(async (change) => told(await endCampaign(change, id))));
}
