import type { Frame } from '../frame.ts';

/**
 * The query under which exactly this question is found again, for search engines and whoever passes the page on; empty where
 * nobody asked one, so that the plain page stays itself.
 */
export function questionAddress(
  { search }: Pick<Frame, 'search'>,
  asked: Readonly<Record<string, string | readonly string[]>>,
): string {
  if (search === '') return '';
  const query = new URLSearchParams(
    Object.entries(asked).flatMap(([name, value]) => [value].flat().map((each) => [name, each])),
  );
  return `?${query}`;
}
