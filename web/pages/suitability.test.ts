import { describe, expect, it } from 'vitest';
import { en } from '../messages/en.ts';
import { ja } from '../messages/ja.ts';
import { type LineFigures, lineFiguresOf, suitabilityOf } from './suitability.ts';
import { suitabilityText } from './suitability-text.ts';

const FIBRE: LineFigures = { downloadBps: 600e6, uploadBps: 500e6, idleRttMs: 6, workingRttMs: 24 };

describe('suitabilityOf()', () => {
  it.each([
    ['a fibre line', FIBRE, []],
    ['a bloated upload', { ...FIBRE, workingRttMs: 900 }, ['calls', 'games']],
    ['a satellite path', { ...FIBRE, idleRttMs: 600, workingRttMs: 700 }, ['web', 'calls', 'games']],
    ['12 down 1 up', { ...FIBRE, downloadBps: 12e6, uploadBps: 1e6 }, ['fourKVideo', 'calls', 'games']],
    ['a limit met exactly', { ...FIBRE, downloadBps: 25e6, idleRttMs: 50, workingRttMs: 100 }, []],
  ])('of %s', (_name, line, limited) => {
    expect(suitabilityOf(line)?.limited).toEqual(limited);
  });

  it.each(['downloadBps', 'uploadBps', 'idleRttMs', 'workingRttMs'] as const)(
    'is unknown without %s',
    (name) => expect(suitabilityOf({ ...FIBRE, [name]: null })).toBeNull(),
  );
});

describe('suitabilityText()', () => {
  it('praises a line that is good for everything', () => {
    const { uses, delay } = suitabilityText(FIBRE, ja.suitability, 'ja');
    expect(uses).toBe('Webの閲覧、HD動画、4K動画、ビデオ会議、オンラインゲームのどれにも余裕があります。');
    expect(delay).toContain('6.0\u00a0ms');
  });
  it('names what falls short', () => {
    expect(suitabilityText({ ...FIBRE, workingRttMs: 900 }, en.suitability, 'en').uses).toBe(
      'Good for web pages, HD video and 4K video. It may fall short for video calls and online games.',
    );
  });
  it('does not judge an unfinished test', () => {
    const { uses, delay } = suitabilityText(
      { ...FIBRE, uploadBps: null, workingRttMs: null },
      en.suitability,
      'en',
    );
    expect(uses).toBe(en.suitability.incomplete);
    expect(delay).toBeNull();
  });
});

describe('lineFiguresOf()', () => {
  it('takes the worse of the two working round trips', () => {
    expect(
      lineFiguresOf({
        idle: { rttMs: { p50: 9 } },
        download: { goodputBps: 1, workingRttMs: { p50: 20 } },
        upload: { goodputBps: 2, workingRttMs: { p50: 40 } },
      }),
    ).toEqual({ downloadBps: 1, uploadBps: 2, idleRttMs: 9, workingRttMs: 40 });
  });
  it('has null for what was not measured', () => {
    expect(lineFiguresOf({ idle: null, download: null, upload: null })).toEqual({
      downloadBps: null,
      uploadBps: null,
      idleRttMs: null,
      workingRttMs: null,
    });
  });
});
