import type { Child } from 'hono/jsx';

interface ToldProps {
  /** Where the figure stands in the answer that its section names: a JSON pointer (RFC 6901) without the first slash. */
  at: string;
  value: number;
  children: Child;
}

/** A figure of the API, for people and for machines: a test compares every one of them with the answer it is of. */
export function Told({ at, value, children }: ToldProps) {
  return (
    <data value={String(value)} data-at={at}>
      {children}
    </data>
  );
}
