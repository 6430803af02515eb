import { describe, expect, it } from 'vitest';
import type { UseFigures } from '../../measurement-agent/metrics/scores/use-scores.ts';
import { en } from '../messages/en.ts';
import { ja } from '../messages/ja.ts';
import { suitabilityText } from './suitability-text.ts';
import { useGrades } from './use-grades.ts';

const FIBRE: UseFigures = {
  downloadBps: 600e6,
  uploadBps: 500e6,
  idleRttMs: 6,
  workingRttMs: 24,
  pdvP95Ms: 4,
  lossRatio: 0,
};

describe('suitabilityText()', () => {
  it('praises a line that is good for everything', () => {
    const { uses, limit, delay } = suitabilityText(FIBRE, ja.suitability, 'ja');
    expect(uses).toBe(
      'Webの閲覧、動画の視聴、ビデオ会議、オンラインゲーム、バックアップのどれにも余裕があります。',
    );
    expect(limit).toBeNull();
    expect(delay).toContain('6.0\u00a0ms');
  });
  it('names what falls short, and why', () => {
    const { uses, limit } = suitabilityText({ ...FIBRE, workingRttMs: 900 }, en.suitability, 'en');
    expect(uses).toBe(
      'Good for video and backups. It may fall short for web pages, video calls and online games.',
    );
    expect(limit).toBe('What limits it most: response time when busy.');
  });
  it('does not judge an unfinished test', () => {
    const unfinished = { ...FIBRE, uploadBps: null, workingRttMs: null };
    const { uses, delay } = suitabilityText(unfinished, en.suitability, 'en');
    expect(uses).toBe(en.suitability.incomplete);
    expect(delay).toBeNull();
  });
});

describe('useGrades()', () => {
  it('agrees with the sentence', () => {
    const { rows, partial } = useGrades({ ...FIBRE, workingRttMs: 900 }, en.suitability, 'en');
    expect(rows.map(({ name, grade, limit }) => [name, grade?.letter, limit])).toEqual([
      ['web pages', 'E', 'Limited by response time when busy'],
      ['video', 'A', 'Nothing limits it'],
      ['video calls', 'E', 'Limited by response time when busy'],
      ['online games', 'E', 'Limited by response time when busy'],
      ['backups', 'A', 'Nothing limits it'],
    ]);
    expect(partial).toBeNull();
  });
  it('says which figures are missing, and that the score is an upper bound', () => {
    const { rows, partial } = useGrades({ ...FIBRE, lossRatio: null }, ja.suitability, 'ja');
    expect(partial).toContain('パケット損失率は測定できなかった');
    expect(rows[0]?.grade?.score).toBe('最大100点');
  });
  it('grades nothing without a rate', () => {
    const { rows } = useGrades({ ...FIBRE, downloadBps: null }, en.suitability, 'en');
    expect(rows.map(({ grade }) => grade)).toEqual([null, null, null, null, null]);
  });
});
