/**
 * `npm run admin -- …`: what an operator does to the fleet of a local start, on its database. The server may run meanwhile.
 * docs/fleet.md lists the commands, docs/operate.md says how the same is done on Cloudflare.
 */
import { Command, CommanderError } from 'commander';
import { agentCommands } from './admin/agents.ts';
import { groupCommands } from './admin/groups.ts';
import { keyCommands } from './admin/keys.ts';
import { ownerCommands } from './admin/owners.ts';
import { tokenCommands } from './admin/tokens.ts';

const EXIT_USAGE = 2;

const root = new Command('admin').exitOverride().helpCommand(false);
for (const add of [ownerCommands, tokenCommands, agentCommands, groupCommands, keyCommands]) add(root);

try {
  await root.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : EXIT_USAGE;
}
