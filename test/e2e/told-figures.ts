/** Figures of a page that its HTML says are the API's, and whether its words say the same. */

export interface ToldFigure {
  /** Address of the answer that the figure's section names. */
  source: string;
  /** Every figure that the words tell, by its pointer into the answer. */
  values: ReadonlyMap<string, number>;
  /** Bins of a sketch that were added up, in the place of a pointer; null for none. */
  bins: { lines: number; first: number; last: number } | null;
  text: string;
}

/** Every figure of a page that a machine may read. */
export function toldFigures(html: string): ToldFigure[] {
  return html.split(/(?=<(?:section|div)[^>]* data-source=")/).flatMap((part) => {
    const source = /^<(?:section|div)[^>]* data-source="([^"]*)"/.exec(part)?.[1];
    return [...part.matchAll(/<data ([^>]*)>(.*?)<\/data>/gs)].map(
      ([element, attributes = '', inner = '']) => {
        if (source === undefined) throw new Error(`no source of ${element}`);
        return {
          source: unescaped(source),
          ...figureOf(attributes),
          text: unescaped(inner.replaceAll(/<[^>]*>/g, '')),
        };
      },
    );
  });
}

function figureOf(attributes: string): Pick<ToldFigure, 'values' | 'bins'> {
  const attribute = (name: string) => new RegExp(`(?:^| )${name}="([^"]*)"`).exec(attributes)?.[1];
  const value = Number(attribute('value'));
  const at = attribute('data-at');
  if (at === undefined) {
    const [first = 0, last = 0] = (attribute('data-bins') ?? '').split(' ').map(Number);
    return { values: new Map(), bins: { lines: value, first, last } };
  }
  const others = (attribute('data-also') ?? '').split(' ').flatMap((each): [string, number][] => {
    const [pointer = '', other] = each.split('=');
    return other === undefined ? [] : [[pointer, Number(other)]];
  });
  return { values: new Map([[at, value], ...others]), bins: null };
}

export function unescaped(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&');
}

/** What one of a unit is in the API's. */
const UNITS: readonly (readonly [unit: string, factor: number])[] = [
  ['Gbit/s', 1e9],
  ['Gbps', 1e9],
  ['Mbit/s', 1e6],
  ['Mbps', 1e6],
  ['kbit/s', 1e3],
  ['kbps', 1e3],
  ['bit/s', 1],
  ['bps', 1],
  ['%', 0.01],
  ['ms', 1],
  ['ミリ秒', 1],
];

/** A number of a text: what it may be in the API's unit, and how far from it a rounded figure may lie. */
interface Said {
  amount: number;
  /** Whether the text has a sign before it: without one the words say which way it goes. */
  isSigned: boolean;
  halfADigit: number;
  factors: readonly number[];
}

/**
 * The figures that the words do not say, to the last digit that they give. A number without a unit has one that stands elsewhere in the text; where
 * there is none, as in the interval of a figure that has it, any.
 */
export function unsaid({ values, bins, text }: ToldFigure): number[] {
  const said = numbersOf(text);
  return [...values.values(), ...(bins === null ? [] : [bins.lines])].filter(
    (value) =>
      !said.some(({ amount, isSigned, halfADigit, factors }) =>
        factors.some((factor) => {
          const tolerated = halfADigit * factor * (1 + 1e-6) + 1e-12;
          return Math.abs(amount * factor - (isSigned ? value : Math.abs(value))) <= tolerated;
        }),
      ),
  );
}

function numbersOf(text: string): Said[] {
  const named = UNITS.filter(([unit]) => text.includes(unit)).map(([, factor]) => factor);
  const all = UNITS.map(([, factor]) => factor);
  // A hyphen or a dash between two numbers is no sign; a minus sign (U+2212) is.
  return [...text.matchAll(/([−+]?)(\d[\d,]*(?:\.\d+)?)/g)].map((match) => {
    const [, sign, number = ''] = match;
    const digits = number.replaceAll(',', '');
    const decimals = digits.split('.')[1]?.length ?? 0;
    const after = text.slice(match.index + match[0].length).replace(/^[\s\u00a0]*/, '');
    const own = UNITS.find(([unit]) => after.startsWith(unit));
    return {
      amount: sign === '−' ? -Number(digits) : Number(digits),
      isSigned: sign !== '',
      halfADigit: 0.5 * 10 ** -decimals,
      factors: own !== undefined ? [own[1]] : named.length > 0 ? [1, ...named] : all,
    };
  });
}
