import { type Command, InvalidArgumentError, Option } from 'commander';
import { FLEET_COHORTS, type FleetCohort } from '../../../measurement-agent/protocol/agents.ts';
import { err, type Fallible } from '../../../measurement-agent/protocol/fallible.ts';
import type { OwnerKind } from '../../../measurement-agent/protocol/fleet.ts';
import { type Declared, declaredSchema } from '../../../measurement-agent/protocol/result.ts';
import type { OwnedSite } from '../../domain/fleet/fleet.ts';
import { tokenView } from '../../domain/fleet/views.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { Change } from '../../fleet/change.ts';
import { createOwner } from '../../fleet/owners.ts';
import { changeSite, createSite, createToken, endTokens, tokensOfSite } from '../../fleet/sites.ts';
import { ownerLabelled, ownerOf } from '../../storage/fleet/owners.ts';
import { siteNamed } from '../../storage/fleet/sites.ts';
import { fail, label, onFleet, ownerAsked, told, toldEach, wholeFrom } from './on-fleet.ts';

interface TokenOptions {
  owner: string;
  site: string;
  cohort?: FleetCohort;
  days: number;
  isp?: Declared['isp'];
  region?: Declared['subdivisionCode'];
  access?: Declared['accessTechnology'];
  method?: Declared['connectionMethod'];
  dwelling?: Declared['dwelling'];
  medium?: Declared['medium'];
  contractDownload?: Declared['contractDownloadBps'];
  contractUpload?: Declared['contractUploadBps'];
}

export function tokenCommands(root: Command): void {
  root
    .command('token-create')
    .description('Make a token that lets one device enrol, and tell it; it is told once.')
    .requiredOption(
      '--owner <owner>',
      'who the device belongs to, by id or label; a new label makes an owner',
      label,
    )
    .requiredOption('--site <name>', 'where it stands; a new name makes a site', label)
    .addOption(
      new Option(
        '--cohort <cohort>',
        'what its results are counted as; an ISP’s as isp-agent, others’ as independent-agent where it is not said',
      ).choices([...FLEET_COHORTS]),
    )
    .option('--days <n>', 'good for so many days', wholeFrom(1, 365), 7)
    .option('--isp <slug>', 'provider of the line', declared('isp'))
    .option('--region <code>', 'ISO 3166-2, as JP-13', declared('subdivisionCode'))
    .option('--access <technology>', 'access technology', declared('accessTechnology'))
    .option('--method <method>', 'connection method', declared('connectionMethod'))
    .option('--dwelling <kind>', 'kind of building and wiring', declared('dwelling'))
    .option('--medium <medium>', 'how the device is connected', declared('medium'))
    .option('--contract-download <Mbit/s>', 'rate in the contract', contract('contractDownloadBps'))
    .option('--contract-upload <Mbit/s>', 'rate in the contract', contract('contractUploadBps'))
    .action((options: TokenOptions) =>
      onFleet(async (change) => {
        const site = await siteAsked(change, options);
        if (!site.ok) return told(site);
        const { days, cohort } = options;
        const made = await createToken(change, site.value.id, { days, ...(cohort && { cohort }) });
        told(made, ({ token }) => token);
      }),
    );

  onSite(
    root
      .command('token-list')
      .description('Tokens of a site, one JSON object a line: until when, and which device used them.'),
    tokensOfSite,
  );
  onSite(
    root
      .command('token-end')
      .description('End the tokens of a site that no device has used; devices that did stay enrolled.'),
    endTokens,
  );
}

/** A command about the tokens of one site, which answers with what they are then. */
function onSite(command: Command, act: typeof endTokens): void {
  command
    .requiredOption('--owner <owner>', 'id or label')
    .requiredOption('--site <name>', 'name of the site', label)
    .action(({ owner: who, site: name }: { owner: string; site: string }) =>
      onFleet(async (change) => {
        const owner = await ownerAsked(change, who);
        if (owner === null) return;
        const site = await siteNamed(change.database, owner.id, name);
        if (site === null) return fail(`${owner.label} has no site called ${name}.`);
        const tokens = await act(change, site.id);
        if (tokens.ok) toldEach(tokens.value.map(tokenView));
        else told(tokens);
      }),
    );
}

/** The owner's site of this name, with what is said of it now; both are made where they are not there. */
async function siteAsked(change: Change, options: TokenOptions): Promise<Fallible<OwnedSite, Refusal>> {
  const { database } = change;
  const known =
    (await ownerOf(database, 'everyone', options.owner)) ?? (await ownerLabelled(database, options.owner));
  const kind = options.cohort === 'isp-agent' ? 'isp' : 'volunteer';
  const owner =
    known === null
      ? await createOwner(change, { kind, label: options.owner, isps: ispsOf(kind, options) })
      : ({ ok: true, value: known } as const);
  if (!owner.ok) return err(owner.error);
  const site = await siteNamed(database, owner.value.id, options.site);
  const said = declaredOf(options);
  if (site === null)
    return createSite(change, { ownerId: owner.value.id, name: options.site, declared: said });
  return Object.keys(said).length === 0
    ? { ok: true, value: site }
    : changeSite(change, site.id, { declared: said });
}

/** What a new owner of the kind `isp` runs is, until an admin says more, the provider of its first line. */
function ispsOf(kind: OwnerKind, { isp }: TokenOptions): readonly string[] | null {
  return kind === 'isp' && isp !== undefined && isp !== null ? [isp] : null;
}

function declared<Field extends keyof Declared>(field: Field) {
  return (value: string): Declared[Field] => checkDeclared(field, value);
}

function contract(field: 'contractDownloadBps' | 'contractUploadBps') {
  return (value: string) => checkDeclared(field, Math.round(Number(value) * 1e6));
}

function checkDeclared<Field extends keyof Declared>(field: Field, value: unknown): Declared[Field] {
  const parsed = declaredSchema.shape[field].safeParse(value);
  if (!parsed.success) throw new InvalidArgumentError(`It ${parsed.error.issues[0]?.message}.`);
  return parsed.data as Declared[Field];
}

/** What the options say; nothing of what they do not. */
function declaredOf(options: TokenOptions): Partial<Declared> {
  const said: { [Field in keyof Declared]: Declared[Field] | undefined } = {
    isp: options.isp,
    subdivisionCode: options.region,
    accessTechnology: options.access,
    connectionMethod: options.method,
    dwelling: options.dwelling,
    medium: options.medium,
    contractDownloadBps: options.contractDownload,
    contractUploadBps: options.contractUpload,
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}
