import type { AmendResultRequest } from '../../measurement-agent/protocol/api.ts';
import type { Declared } from '../../measurement-agent/protocol/result.ts';

/** What a person has said, with what they say now. Null when that changes nothing. */
export function amendDeclared(before: Declared, said: AmendResultRequest['declared']): Declared | null {
  const given = Object.entries(said).filter(([, value]) => value !== undefined);
  if (given.every(([field, value]) => before[field as keyof Declared] === value)) return null;
  return { ...before, ...(Object.fromEntries(given) as Partial<Declared>) };
}
