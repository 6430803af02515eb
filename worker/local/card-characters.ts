import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { JAPAN_AREAS } from '../../db/data/japan.ts';
import { en } from '../../web/messages/en.ts';
import { ja } from '../../web/messages/ja.ts';
import { DEMO_BRANDS } from '../demo/brands.ts';
import { ROOT } from './build.ts';

/** Kana and punctuation that names may bring along. */
const ALWAYS =
  '…–—·・（）「」、。：／〜～ー％' + range(0x20, 0x7e) + range(0x3041, 0x3096) + range(0x30a1, 0x30fc);

/** Every character that a result's card may show: its words, names of brands and regions, letters and kana. */
export async function cardCharacters(): Promise<string> {
  const operators = await readFile(path.join(ROOT, 'db/data/as-operators.csv'), 'utf8');
  const words = [ja, en].map(({ suitability: { uses, grades }, metrics, run, resultPage, site, isp }) =>
    [
      uses,
      grades,
      metrics.figures,
      run.notMeasured,
      resultPage.cardIdle,
      resultPage.cardWorking,
      site.demo,
      isp.sharedBy,
    ]
      .map(textsOf)
      .join(''),
  );
  const names = [operators, JSON.stringify(JAPAN_AREAS), JSON.stringify(DEMO_BRANDS)];
  return [...new Set([ALWAYS, ...words, ...names].join(''))].toSorted().join('');
}

/** All that a tree of messages says; what takes figures is asked with none. */
function textsOf(tree: unknown): string {
  if (typeof tree === 'string') return tree;
  if (typeof tree === 'function') return String(tree('', '', ''));
  return typeof tree === 'object' && tree !== null ? Object.values(tree).map(textsOf).join('') : '';
}

function range(from: number, to: number): string {
  return String.fromCodePoint(...Array.from({ length: to - from + 1 }, (_, index) => from + index));
}
