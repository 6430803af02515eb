import type { Child } from 'hono/jsx';
import type { Interval } from '../../../measurement-agent/protocol/quality.ts';

interface ToldProps {
  /** Where the figure stands in the answer that its section names: a JSON pointer (RFC 6901) without the first slash. */
  at: string;
  value: number;
  /** Other figures that the same words tell, by where they stand. */
  also?: Readonly<Record<string, number>>;
  children: Child;
}

/** The ends of the interval of an estimate, by where they stand. */
export function endsAt(at: string, { low, high }: Pick<Interval, 'low' | 'high'>): Record<string, number> {
  return { [`${at}/low`]: low, [`${at}/high`]: high };
}

/**
 * A figure of the API, for people and for machines: a test compares every one of them with the answer it is of, and with what
 * the words say.
 */
export function Told({ at, value, also, children }: ToldProps) {
  const others = Object.entries(also ?? {}).map(([pointer, other]) => `${pointer}=${other}`);
  return (
    <data value={String(value)} data-at={at} data-also={others.length === 0 ? undefined : others.join(' ')}>
      {children}
    </data>
  );
}
