import type { Context } from 'hono';
import { err, type Fallible } from '../../../measurement-agent/protocol/fallible.ts';
import { type Schedule, scheduleSchema } from '../../../measurement-agent/protocol/schedule.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { isTimeZone } from '../../domain/time-zone.ts';
import type { App } from '../../middleware/app.ts';
import { readJson } from '../../middleware/body.ts';

/** A schedule in the body. Whether there is such a time zone is the server's to look at, not the agent's. */
export async function scheduleIn(c: Context<App>): Promise<Fallible<Schedule, Refusal>> {
  const body = await readJson(c.req.raw, scheduleSchema);
  return body.ok ? checkZone(body.value) : body;
}

export function checkZone(schedule: Schedule): Fallible<Schedule, Refusal> {
  if (schedule.timeZone === null || isTimeZone(schedule.timeZone)) return { ok: true, value: schedule };
  return err({
    reason: 'bad-request',
    detail: 'There is no such time zone.',
    violations: [{ field: 'timeZone', rule: 'must be an IANA time zone' }],
  });
}
