import { createMiddleware } from 'hono/factory';
import { readConfig } from '../domain/config.ts';
import type { App } from './app.ts';
import { problem } from './problem.ts';

/** Serves nothing until the operator has set every variable, and says what is missing. */
export const withConfig = createMiddleware<App>(async (c, next) => {
  const config = readConfig(c.env);
  if (!config.ok) return problem(c, { reason: 'not-configured', detail: config.error.sentence });
  c.set('config', config.value);
  return next();
});
