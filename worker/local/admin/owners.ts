import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { contactSchema, OWNER_KINDS, type OwnerKind } from '../../../measurement-agent/protocol/fleet.ts';
import { ispSlugSchema } from '../../../measurement-agent/protocol/network.ts';
import { ownerView } from '../../domain/fleet/views.ts';
import { changeContact, readContact } from '../../fleet/contacts.ts';
import { changeOwner, createOwner } from '../../fleet/owners.ts';
import { type OwnerChange, ownersIn } from '../../storage/fleet/owners.ts';
import { contactFile } from '../contact-file.ts';
import { fail, label, onFleet, ownerAsked, told, toldEach } from './on-fleet.ts';

export function ownerCommands(root: Command): void {
  root
    .command('owner-create')
    .description('Somebody whom agents can belong to; prints the id.')
    .requiredOption('--label <name>', 'as lists show it: no name of a person', label)
    .addOption(new Option('--kind <kind>').choices([...OWNER_KINDS]).makeOptionMandatory())
    .option(
      '--isp <slug...>',
      'brands that it runs: of an ISP’s agents only results on their lines count',
      slugs,
    )
    .action(({ isp, ...options }: { label: string; kind: OwnerKind; isp?: string[] }) =>
      onFleet(async (change) => told(await createOwner(change, { ...options, isps: isp }), ({ id }) => id)),
    );

  root
    .command('owner-list')
    .description('Every owner, one JSON object a line.')
    .action(() =>
      onFleet(async ({ database }) => toldEach((await ownersIn(database, 'everyone')).map(ownerView))),
    );

  root
    .command('owner-rename')
    .argument('<owner>', 'id or label')
    .argument('<label>', 'as lists show it', label)
    .action((who: string, to: string) => changed(who, { label: to }));

  root
    .command('owner-isps')
    .description('Says which brands an owner runs: of an ISP’s agents only results on their lines count.')
    .argument('<owner>', 'id or label')
    .argument('[slug...]', 'as in the addresses of their pages; none for none', slugs)
    .action((who: string, isps: string[] = []) => changed(who, { isps }));

  root
    .command('owner-close')
    .description('Its keys and logins open nothing any more; its agents go on.')
    .argument('<owner>', 'id or label')
    .action((who: string) => changed(who, { closed: true }));

  root
    .command('owner-open')
    .description('Takes an owner-close back.')
    .argument('<owner>', 'id or label')
    .action((who: string) => changed(who, { closed: false }));

  root
    .command('owner-contact')
    .description('Prints how to reach an owner, or keeps what a JSON file says: name, mail, phone, note.')
    .argument('<owner>', 'id or label')
    .argument('[file]')
    .action((who: string, file: string | undefined) =>
      onFleet(async (change, { dataDir }) => {
        const owner = await ownerAsked(change, who);
        if (owner === null) return;
        const store = contactFile(dataDir);
        try {
          if (file === undefined)
            return told(await readContact(change, store, owner.id), (found) => found ?? {});
          const parsed = contactSchema.safeParse(JSON.parse(await readFile(path.resolve(file), 'utf8')));
          if (!parsed.success) return fail(`${file}: ${parsed.error.issues[0]?.message}`);
          told(await changeContact(change, store, owner.id, parsed.data));
        } finally {
          store.close();
        }
      }),
    );
}

/** An argument that can be given more than once. */
function slugs(slug: string, before: string[] = []): string[] {
  const parsed = ispSlugSchema.safeParse(slug);
  if (!parsed.success) throw new InvalidArgumentError(`It ${parsed.error.issues[0]?.message}.`);
  return [...before, parsed.data];
}

function changed(who: string, to: OwnerChange): Promise<void> {
  return onFleet(async (change) => {
    const owner = await ownerAsked(change, who);
    if (owner !== null) told(await changeOwner(change, owner.id, to));
  });
}
