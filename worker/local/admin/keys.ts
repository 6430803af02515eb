import { type Command, Option } from 'commander';
import { FLEET_ROLES, type FleetRole } from '../../../measurement-agent/protocol/fleet.ts';
import { auditView, keyView } from '../../domain/fleet/views.ts';
import { createKey, endKey } from '../../fleet/keys.ts';
import { createLoginLink, endLoginsOf, grantAccess, revokeAccess } from '../../fleet/logins.ts';
import { auditIn } from '../../storage/fleet/audit.ts';
import { keysIn } from '../../storage/fleet/keys.ts';
import { keepSecrets } from '../secrets.ts';
import { shownAddress } from '../settings.ts';
import { recorder } from './as-sql.ts';
import { asAdmin, fail, label, onFleet, ownerAsked, told, toldEach, wholeFrom } from './on-fleet.ts';

interface Who {
  role: FleetRole;
  owner?: string;
}

const AUDIT_ENTRIES = 1000;
const OWNER_OPTION = ['--owner <owner>', 'whose, of the role owner: id or label'] as const;

export function keyCommands(root: Command): void {
  root
    .command('key-create')
    .description('Make a key of the fleet’s API, and tell it; it is told once.')
    .addOption(roleOption())
    .option(...OWNER_OPTION)
    .requiredOption('--label <name>', 'what it is for', label)
    .option('--days <n>', 'good for so many days', wholeFrom(1, 3650), 365)
    .action((options: Who & { label: string; days: number }) =>
      onFleet(async (change) => {
        const ownerId = await ownerIdOf(change, options);
        if (ownerId !== null) told(await createKey(change, { ...options, ownerId }), ({ key }) => key);
      }),
    );

  root
    .command('key-sql')
    .description(
      'Make an admin’s key for a server on Cloudflare: its SQL on standard output, for wrangler d1 execute; the key itself, once, beside it.',
    )
    .requiredOption('--label <name>', 'what it is for', label)
    .option('--days <n>', 'good for so many days', wholeFrom(1, 3650), 365)
    .action(async (options: { label: string; days: number }) => {
      const { database, sql } = recorder();
      const made = await createKey(asAdmin(database), { ...options, role: 'admin' });
      if (!made.ok) return fail(made.error.detail);
      console.error(made.value.key);
      process.stdout.write(sql());
    });

  root
    .command('key-list')
    .description('Every key by its beginning, one JSON object a line.')
    .action(() =>
      onFleet(async ({ database }) => toldEach((await keysIn(database, 'everyone')).map(keyView))),
    );

  root
    .command('key-revoke')
    .description('From the next request on it opens nothing.')
    .argument('<prefix>', 'its beginning, the ten characters after jsk_')
    .action((prefix: string) => onFleet(async (change) => told(await endKey(change, prefix))));

  root
    .command('login-link')
    .description('Make a link that logs a browser in, once and within ten minutes.')
    .addOption(roleOption())
    .option(...OWNER_OPTION)
    .addOption(new Option('--lang <lang>').choices(['ja', 'en']).default('en'))
    .action((options: Who & { lang: string }) =>
      onFleet(async (change, settings) => {
        const ownerId = await ownerIdOf(change, options);
        if (ownerId === null) return;
        const origin = settings.variables['PUBLIC_URL'] ?? shownAddress(settings);
        told(
          await createLoginLink(change, { role: options.role, ownerId }),
          ({ token }) => `${origin.replace(/\/$/, '')}/${options.lang}/fleet/login?link=${token}`,
        );
      }),
    );

  root
    .command('login-end')
    .description('End the logins of an owner, or of everybody.')
    .argument('<owner|all>')
    .action((who: string) =>
      onFleet(async (change) => {
        const owner = who === 'all' ? null : await ownerAsked(change, who);
        if (who === 'all' || owner !== null) await endLoginsOf(change, owner?.id ?? null);
      }),
    );

  root
    .command('access-grant')
    .description('Let a mail address in through Cloudflare Access; only its keyed hash is kept, and printed.')
    .argument('<mail>')
    .addOption(roleOption())
    .option(...OWNER_OPTION)
    .action((mail: string, options: Who) =>
      onFleet(async (change, { dataDir }) => {
        const ownerId = await ownerIdOf(change, options);
        if (ownerId === null) return;
        const { PREFIX_KEY } = await keepSecrets(dataDir, process.env);
        told(
          await grantAccess(change, { mail, role: options.role, ownerId }, PREFIX_KEY),
          (subject) => subject,
        );
      }),
    );

  root
    .command('access-revoke')
    .description('From the next request on it is let in no more.')
    .argument('<mail>')
    .action((mail: string) =>
      onFleet(async (change, { dataDir }) => {
        const { PREFIX_KEY } = await keepSecrets(dataDir, process.env);
        const revoked = await revokeAccess(change, mail, PREFIX_KEY);
        if (!revoked) fail('Nobody with this address is let in.');
      }),
    );

  root
    .command('audit')
    .description(`The last ${AUDIT_ENTRIES} changes, newest first, one JSON object a line.`)
    .action(() =>
      onFleet(async ({ database }) =>
        toldEach(
          (
            await auditIn(database, 'everyone', { beforeId: null, limit: AUDIT_ENTRIES, withSecrets: true })
          ).map(auditView),
        ),
      ),
    );
}

function roleOption(): Option {
  return new Option('--role <role>', 'what it opens').choices([...FLEET_ROLES]).default('owner');
}

/** Null where an owner is named and not there, which is said. */
async function ownerIdOf(
  change: Parameters<typeof ownerAsked>[0],
  { role, owner }: Who,
): Promise<string | undefined | null> {
  if (role !== 'owner' || owner === undefined) return undefined;
  return (await ownerAsked(change, owner))?.id ?? null;
}
