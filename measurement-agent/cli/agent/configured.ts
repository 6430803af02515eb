import { closeSync, existsSync, fstatSync, openSync, readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import {
  type Config,
  type ConfigFault,
  MAX_CONFIG_BYTES,
  parseConfig,
  type Resolved,
  resolveConfig,
} from '../../daemon/config/config.ts';
import { defaultStateDir, type StateDir, stateDirAt } from '../../daemon/state-dir.ts';
import { err, type Fallible, ok } from '../../protocol/fallible.ts';
import type { ConfigRequest } from '../agent-command.ts';

const USUAL_FILE = '/etc/jissoku/agent.toml';

type Env = Readonly<Record<string, string | undefined>>;

/** The configuration whole, and the file that was read; null without one. */
export interface Configured extends Resolved {
  config: Config & { state_dir: string };
  file: string | null;
  state: StateDir;
}

/**
 * Reads file, environment and flags; where none names a server, it is the one that the device is enrolled at. Each fault is one line
 * for a person.
 */
export function configured(request: ConfigRequest, env: Env): Fallible<Configured, string[]> {
  const named = request.file ?? env.JISSOKU_CONFIG;
  const file = named ?? (existsSync(USUAL_FILE) ? USUAL_FILE : null);
  const values = file === null ? ok(new Map()) : readConfig(file);
  if (!values.ok) return err(values.error.map((fault) => textOf(fault, file)));
  const resolved = resolveConfig(request.flags, env, values.value);
  if (!resolved.ok) return err(resolved.error.map((fault) => textOf(fault, null)));
  const stateDir = resolved.value.config.state_dir ?? defaultStateDir(env);
  const state = stateDirAt(stateDir);
  const { config, origins } = resolved.value;
  const enrolledAt = config.server === null ? serverIn(state.enrolment) : null;
  return ok({
    config: { ...config, state_dir: stateDir, server: config.server ?? enrolledAt },
    origins: enrolledAt === null ? origins : { ...origins, server: 'enrolment' },
    file,
    state,
  });
}

const enrolmentSchema = z.object({ server: z.url() });

/** The server that the device is enrolled at; null where it is not. */
function serverIn(enrolment: string): string | null {
  try {
    const parsed = enrolmentSchema.safeParse(JSON.parse(readFileSync(enrolment, 'utf8')));
    return parsed.success ? parsed.data.server : null;
  } catch {
    return null;
  }
}

function readConfig(file: string): ReturnType<typeof parseConfig> {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch (error) {
    return err([{ line: null, sentence: `It cannot be read: ${(error as Error).message}.` }]);
  }
  try {
    // Before it is read: what is far too long is no configuration.
    const { size } = fstatSync(descriptor);
    if (size > MAX_CONFIG_BYTES)
      return err([
        {
          line: null,
          sentence: `It has ${size} bytes, and a configuration ${MAX_CONFIG_BYTES} at most.`,
        },
      ]);
    return parseConfig(readFileSync(descriptor, 'utf8'));
  } catch (error) {
    return err([{ line: null, sentence: `It cannot be read: ${(error as Error).message}.` }]);
  } finally {
    closeSync(descriptor);
  }
}

function textOf({ line, sentence }: ConfigFault, file: string | null): string {
  return [file, line].filter((part) => part !== null).join(':') + (file === null ? '' : ': ') + sentence;
}
