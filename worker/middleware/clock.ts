import type { Context } from 'hono';
import type { App } from './app.ts';

/** By which a simulator says what time it is, ms since the epoch. Nobody else is listened to. */
export const CLOCK_HEADER = 'jissoku-clock';

const PATTERN = /^\d{1,15}$/;

/** The time of a request, ms since the epoch: the server's own, or what the simulator says. */
export function nowMsOf(c: Pick<Context<App>, 'req' | 'var'>): number {
  if (!c.var.config.clockOfRequests) return Date.now();
  const said = c.req.header(CLOCK_HEADER) ?? '';
  return PATTERN.test(said) ? Number(said) : Date.now();
}
