import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { ja } from './ja.ts';

/** Every leaf of a message tree as [path, leaf]. */
function leaves(tree: unknown, path = ''): [string, unknown][] {
  if (typeof tree !== 'object' || tree === null) return [[path, tree]];
  return Object.entries(tree).flatMap(([key, value]) => leaves(value, `${path}/${key}`));
}

/** What a message says; one that takes figures is asked with a marker in every place. */
function said(leaf: unknown): unknown {
  return typeof leaf === 'function'
    ? (leaf as (...args: string[]) => string)('<1>', '<2>', '<3>', '<4>')
    : leaf;
}

describe('messages', () => {
  it('have the same keys in both languages', () => {
    expect(leaves(en).map(([path]) => path)).toEqual(leaves(ja).map(([path]) => path));
  });

  it.each([
    ['ja', ja],
    ['en', en],
  ])('are never empty in %s', (_lang, tree) => {
    const empty = leaves(tree).filter(([, leaf]) => {
      const text = said(leaf);
      return typeof text !== 'string' || text.trim() === '';
    });
    expect(empty).toEqual([]);
  });

  it('use every figure they are given in both languages', () => {
    const markers = (leaf: unknown) => String(said(leaf)).match(/<\d>/g)?.toSorted();
    const english = new Map(leaves(en));
    const taking = leaves(ja).filter(([, leaf]) => typeof leaf === 'function');
    expect(taking.map(([path]) => [path, markers(english.get(path))])).toEqual(
      taking.map(([path, leaf]) => [path, markers(leaf)]),
    );
    expect(taking.filter(([, leaf]) => markers(leaf)?.length !== (leaf as () => string).length)).toEqual([]);
  });

  it('write Japanese in Japanese: no English sentence was left behind', () => {
    const foreign = leaves(ja).filter(
      ([path, leaf]) => /^[\x20-\x7e]{25,}$/.test(String(said(leaf))) && path !== '/site/languageSwitch',
    );
    expect(foreign).toEqual([]);
  });

  it('say the hidden-figures sentence word for word', () => {
    expect(ja.figures.hidden['too-few-lines']).toBe('件数が少ないため表示していません（30回線以上で表示）');
  });
});
