import { FIGURES } from '../../../measurement-agent/protocol/statistics.ts';
import { addMonth, type CellSums, EXCLUSION_REASONS, emptySums } from './cell-sums.ts';

/** First number of a code's head; another layout takes the next. */
const LAYOUT = 2;

/**
 * Sums as text: a JSON array of a head and one part for each of FIGURES, so that a query can take out the parts it needs.
 * Each part is of whole numbers, as LEB128 after zigzag (Protocol Buffers' sint64), keys in ascending order as differences to
 * the one before; then base64, as D1 hands a BLOB out as a list of numbers. Equal sums have equal codes.
 */
export function encodeSums(sums: CellSums): string {
  const head = [
    LAYOUT,
    sums.results,
    sums.lines,
    sums.declaredRegions,
    sums.guessedRegions,
    ...pairs([...sums.excluded].map(([reason, count]) => [EXCLUSION_REASONS.indexOf(reason), count])),
    ...pairs([...sums.prefixes]),
  ];
  const figures = sums.sketches.map(({ zero, bins }, index) => [
    zero,
    ...pairs([...bins]),
    ...pairs([...(sums.months.get(index) ?? [])]),
  ]);
  return JSON.stringify([head, ...figures].map((numbers) => toBase64(toBytes(numbers))));
}

/** A list of counts by key: how many, then each key's difference to the last and its count. */
function pairs(counts: readonly (readonly [number, number])[]): number[] {
  const numbers = [counts.length];
  let before = 0;
  for (const [key, count] of counts.toSorted(([a], [b]) => a - b)) {
    numbers.push(key - before, count);
    before = key;
  }
  return numbers;
}

/**
 * The sums of a code. A figure whose part is empty, as a query leaves it out, has no lines.
 *
 * @throws RangeError when the text is none: only our own database holds them.
 */
export function decodeSums(code: string): CellSums {
  const [head = '', ...figures] = JSON.parse(code) as string[];
  if (figures.length !== FIGURES.length) throw new RangeError('Cannot read a cell: it has other figures');
  const read = reader(fromBase64(head));
  if (read() !== LAYOUT) throw new RangeError('Cannot read a cell: it is of another layout');
  const sums = emptySums();
  sums.results = read();
  sums.lines = read();
  sums.declaredRegions = read();
  sums.guessedRegions = read();
  readPairs(read, (index, count) => {
    const reason = EXCLUSION_REASONS[index];
    if (reason !== undefined) sums.excluded.set(reason, count);
  });
  readPairs(read, (bucket, count) => sums.prefixes.set(bucket, count));
  for (const [index, figure] of figures.entries()) {
    const sketch = sums.sketches[index];
    if (figure === '' || sketch === undefined) continue;
    const next = reader(fromBase64(figure));
    sketch.zero = next();
    readPairs(next, (bin, count) => sketch.bins.set(bin, count));
    readPairs(next, (month, lines) => addMonth(sums, index, month, lines));
  }
  return sums;
}

function readPairs(read: () => number, take: (key: number, count: number) => void): void {
  const length = read();
  let key = 0;
  for (let index = 0; index < length; index += 1) {
    key += read();
    take(key, read());
  }
}

function toBytes(numbers: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(numbers.length * 5);
  let length = 0;
  for (const number of numbers) {
    let rest = number >= 0 ? number * 2 : -number * 2 - 1;
    while (rest >= 128) {
      bytes[length] = (rest % 128) + 128;
      length += 1;
      rest = Math.floor(rest / 128);
    }
    bytes[length] = rest;
    length += 1;
  }
  return bytes.subarray(0, length);
}

function reader(bytes: Uint8Array): () => number {
  let at = 0;
  return () => {
    let value = 0;
    let unit = 1;
    for (;;) {
      const byte = bytes[at];
      if (byte === undefined) throw new RangeError('Cannot read a cell: it ends too early');
      at += 1;
      value += (byte & 127) * unit;
      if (byte < 128) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
      unit *= 128;
    }
  };
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

function fromBase64(code: string): Uint8Array {
  const text = atob(code);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
}
