import type { Medium } from '../../measurement-agent/protocol/vocabulary.ts';

const MEDIA = new Map<unknown, Medium>([
  ['ethernet', 'wired'],
  ['wifi', 'wifi'],
  ['cellular', 'cellular'],
]);

/** What the browser knows of the device's own connection (Network Information API); null in most browsers. */
export function mediumOf(navigator: object): Medium | null {
  const connection: unknown = 'connection' in navigator ? navigator.connection : null;
  if (typeof connection !== 'object' || connection === null || !('type' in connection)) return null;
  return MEDIA.get(connection.type) ?? null;
}
