import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Schedule, scheduleSchema } from '../../../measurement-agent/protocol/schedule.ts';
import { isTimeZone } from '../../domain/time-zone.ts';
import { fail } from './on-fleet.ts';

/** The schedule in a JSON file; what is wrong with it is said. */
export async function scheduleIn(file: string): Promise<Schedule | 'broken'> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path.resolve(file), 'utf8'));
  } catch (error) {
    fail(`${file}: ${String(error)}`);
    return 'broken';
  }
  const parsed = scheduleSchema.safeParse(json);
  const { timeZone = null } = parsed.data ?? {};
  if (timeZone !== null && !isTimeZone(timeZone)) {
    fail(`${file}: timeZone is not an IANA time zone: ${timeZone}`);
    return 'broken';
  }
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  fail(`${file}: ${issue?.path.join('.')} ${issue?.message}`);
  return 'broken';
}
