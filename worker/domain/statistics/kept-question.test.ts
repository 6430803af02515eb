import { describe, expect, it } from 'vitest';
import type { QualityQuery } from '../../../measurement-agent/protocol/quality.ts';
import { SMALL_DIRECTORY } from '../../../test/worker/fixtures/small-directory.ts';
import { placeOf } from './cell-key.ts';
import { keptOf, liesInKept } from './kept-question.ts';
import { questionOf } from './question.ts';

const SHOWN = { synthetic: false, asOf: 20_780 };

function kept(query: Partial<QualityQuery>) {
  const question = questionOf({ cohort: 'crowd-browser', ...query }, SMALL_DIRECTORY, SHOWN);
  return question.ok ? keptOf(question.value) : question.error;
}

describe('the rollup of a question', () => {
  it('keeps exactly the dimensions that it asks for', () => {
    expect(kept({ region: 'JP-13', groupBy: ['isp'] })).toMatchObject({
      set: { dimensions: ['isp', 'subdivision'] },
      inside: null,
    });
  });

  it('is that of the parts where parts of a region are asked for, and of no whole of it', () => {
    const parts = kept({ region: 'JP-kanto', groupBy: ['subdivision'] });
    expect(parts).toMatchObject({
      set: { dimensions: ['subdivision'] },
      inside: { level: 'area', part: 'subdivision', region: 'JP-kanto' },
    });
    expect(kept({ region: 'JP-13', groupBy: ['area'] })).toBeNull();
    if (parts === null || !('set' in parts)) throw new Error('parts are kept');
    expect(['JP-13', 'JP-47'].map((code) => liesInKept(placeOf([code]), parts, SMALL_DIRECTORY))).toEqual([
      true,
      false,
    ]);
  });

  it('is none where no rollup keeps the dimensions, nor by another profile', () => {
    const question = questionOf({ cohort: 'crowd-browser' }, SMALL_DIRECTORY, SHOWN);
    if (!question.ok) throw new Error('a question');
    expect(keptOf(question.value)).not.toBeNull();
    expect(keptOf(question.value, 'ofcom')).toBeNull();
    expect(kept({ access: 'ftth', dwelling: 'detached' } as never)).toBeNull();
  });
});
