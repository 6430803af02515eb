/** Full-width characters that fit beside nothing on the narrowest phone. */
const MOST = 21;

/** Of a Latin letter, in such characters. */
const LATIN_WIDTH = 0.55;

/** A name as it stands above a row of a drawing: cut where it would run out of it. The table has the whole name. */
export function rowLabel(name: string): string {
  const characters = Array.from(name);
  let width = 0;
  for (const [index, character] of characters.entries()) {
    width += character > '\u00ff' ? 1 : LATIN_WIDTH;
    if (width > MOST) return `${characters.slice(0, index - 1).join('')}…`;
  }
  return name;
}
