import { type Command, Option } from 'commander';
import type { ConfigKey } from '../daemon/config/config.ts';

/** What every command of the agent that stays takes: where its configuration is, and values above it. */
export interface ConfigRequest {
  /** Null for the usual place. */
  file: string | null;
  flags: Partial<Record<ConfigKey, string>>;
}

export interface EnrollRequest extends ConfigRequest {
  token: string | null;
  newKey: boolean;
}

export interface AgentActions {
  enroll: (request: EnrollRequest) => Promise<void>;
  daemon: (request: ConfigRequest) => Promise<void>;
  status: (request: ConfigRequest, json: boolean) => Promise<void>;
  queue: (request: ConfigRequest, action: QueueAction) => Promise<void>;
  export: (request: ConfigRequest) => Promise<void>;
  servers: (request: ConfigRequest) => Promise<void>;
  config: (request: ConfigRequest, action: 'check' | 'show', origin: boolean) => Promise<void>;
  doctor: (request: ConfigRequest, json: boolean) => Promise<void>;
  /** A slot of the daemon, in a process of its own; the order is JSON. */
  slot: (order: string) => Promise<void>;
}

export type QueueAction =
  | { name: 'list'; json: boolean }
  | { name: 'flush'; refused: boolean }
  | { name: 'drop'; id: string | null };

interface CommonOptions {
  config?: string;
  server?: string;
  stateDir?: string;
}

const DAEMON_HELP = `
Exit codes:
  0  stopped by SIGINT or SIGTERM      2  wrong configuration, or not enrolled
  1  fault of this program             75 another daemon runs on this state directory
`;

const DOCTOR_HELP = `
Exit codes:
  0  nothing hinders measuring         4  something does; each is explained
`;

/** Adds the commands of an agent that stays. */
export function addAgentCommands(root: Command, actions: AgentActions): void {
  common(root.command('enroll').description('Make a key on this device and bind it to an owner and a site.'))
    .option(
      '--token <token>',
      'from your operator (default: JISSOKU_TOKEN, or the file in JISSOKU_TOKEN_FILE)',
    )
    .option('--new-key', 'put a new key in the place of the one that is there')
    .action((options: CommonOptions & { token?: string; newKey?: true }) =>
      actions.enroll({
        ...requestOf(options),
        token: options.token ?? null,
        newKey: options.newKey ?? false,
      }),
    );
  common(root.command('daemon').description('Measure by the schedule of the server until stopped.'))
    .option(
      '--listen <address>',
      'serve /metrics, /healthz and /last.json to this machine, as 127.0.0.1:9798',
    )
    .option('--textfile <file>', 'write /metrics there for node_exporter')
    .option('--log-level <level>', 'debug, info, warn, error, silent')
    .addHelpText('after', DAEMON_HELP)
    .action((options: CommonOptions & { listen?: string; textfile?: string; logLevel?: string }) =>
      actions.daemon(
        requestOf(options, {
          ...(options.listen === undefined ? {} : { listen: options.listen }),
          ...(options.textfile === undefined ? {} : { textfile: options.textfile }),
          ...(options.logLevel === undefined ? {} : { log_level: options.logLevel }),
        }),
      ),
    );
  common(root.command('status').description('How the agent is: identity, next test, results that wait.'))
    .option('--json', 'one line')
    .action((options: CommonOptions & { json?: true }) =>
      actions.status(requestOf(options), options.json ?? false),
    );
  const queue = root.command('queue').description('Results that wait for the server, or that it refused.');
  common(queue.command('list'))
    .option('--json', 'one line a result')
    .action((options: CommonOptions & { json?: true }) =>
      actions.queue(requestOf(options), { name: 'list', json: options.json ?? false }),
    );
  common(queue.command('flush').description('Send now.'))
    .option('--refused', 'those too that the server refused')
    .action((options: CommonOptions & { refused?: true }) =>
      actions.queue(requestOf(options), { name: 'flush', refused: options.refused ?? false }),
    );
  common(queue.command('drop').description('Remove a result for good, or all that were refused.'))
    .argument('[id]')
    .action((id: string | undefined, options: CommonOptions) =>
      actions.queue(requestOf(options), { name: 'drop', id: id ?? null }),
    );
  common(root.command('export').description('Everything in the spool, one JSON object a line.')).action(
    (options: CommonOptions) => actions.export(requestOf(options)),
  );
  common(
    root.command('servers').description('The configured server, its health and its round trips.'),
  ).action((options: CommonOptions) => actions.servers(requestOf(options)));
  const config = root.command('config').description('The configuration.');
  common(config.command('check').description('Name every fault with its line.')).action(
    (options: CommonOptions) => actions.config(requestOf(options), 'check', false),
  );
  common(config.command('show').description('Print every value.'))
    .option('--origin', 'and where it comes from')
    .action((options: CommonOptions & { origin?: true }) =>
      actions.config(requestOf(options), 'show', options.origin ?? false),
    );
  common(
    root.command('doctor').description('What hinders measuring on this machine, and what to do about it.'),
  )
    .option('--json', 'one line a check')
    .addHelpText('after', DOCTOR_HELP)
    .action((options: CommonOptions & { json?: true }) =>
      actions.doctor(requestOf(options), options.json ?? false),
    );
  root.command('slot', { hidden: true }).argument('<order>').action(actions.slot);
}

function common(command: Command): Command {
  return command
    .addOption(
      new Option('--config <file>', 'configuration (default: JISSOKU_CONFIG, or /etc/jissoku/agent.toml)'),
    )
    .option('--server <address>', 'address of the server')
    .option('--state-dir <directory>', 'key, spool and locks');
}

function requestOf(
  { config, server, stateDir }: CommonOptions,
  more: ConfigRequest['flags'] = {},
): ConfigRequest {
  return {
    file: config ?? null,
    flags: {
      ...(server === undefined ? {} : { server }),
      ...(stateDir === undefined ? {} : { state_dir: stateDir }),
      ...more,
    },
  };
}
