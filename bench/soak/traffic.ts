import { problemSchema } from '../../measurement-agent/protocol/problems.ts';
import { type Answer, type Asked, askFrom } from '../../test/ask-from.ts';
import { Tally } from './tally.ts';

/** Longer than the agent waits for an answer. */
const ANSWER_LIMIT_MS = 20_000;

/** HTTP of the bench against one server, counted. */
export class Traffic {
  readonly origin: string;
  /** Refusals by reason of the problem, or by status where there was none; `no answer` where nothing came. */
  readonly refusals = new Tally();
  requests = 0;

  constructor(origin: string) {
    this.origin = origin;
  }

  /** Null when no whole answer came. */
  async ask(path: string, asked: Asked): Promise<Answer | null> {
    this.requests += 1;
    const signal = AbortSignal.timeout(ANSWER_LIMIT_MS);
    const answer = await askFrom(this.origin + path, { signal, ...asked }).catch(() => null);
    if (answer === null) this.refusals.count('no answer');
    else if (answer.status >= 400) this.refusals.count(reasonOf(answer));
    return answer;
  }
}

/** The reason that a refusal gives, else its status. */
export function reasonOf({ status, text }: Answer): string {
  let json: unknown = null;
  try {
    json = JSON.parse(text);
  } catch {
    // A page, or an answer of whatever stands in front.
  }
  const problem = problemSchema.safeParse(json);
  return problem.success ? (problem.data.type.split('/').at(-1) ?? '') : String(status);
}
