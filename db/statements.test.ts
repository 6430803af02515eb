import { describe, expect, it } from 'vitest';
import { DEMO_BRANDS } from '../worker/demo/brands.ts';
import { notesOf, plansOf } from '../worker/storage/statements.ts';
import { DEMO_NOTES, NOTES } from './data/notes.ts';
import { DEMO_PLANS, PLANS } from './data/plans.ts';

const INVENTED = new Set(DEMO_BRANDS.map(({ slug }) => slug));
const DAY = /^\d{4}-\d{2}-\d{2}$/;

describe('plans and notes', () => {
  it('made-up ones are of brands that do not exist, real ones of brands that do', () => {
    for (const { isp } of DEMO_PLANS) expect(INVENTED).toContain(isp);
    for (const { isp } of DEMO_NOTES) expect(INVENTED).toContain(isp);
    for (const { isp } of [...PLANS, ...NOTES]) expect(INVENTED).not.toContain(isp);
  });

  it('have a day, a rate and both languages', () => {
    for (const { readOn, downloadBps, names, source } of [...PLANS, ...DEMO_PLANS]) {
      expect(readOn).toMatch(DAY);
      expect(downloadBps).toBeGreaterThanOrEqual(1e6);
      for (const text of [names.ja, names.en, source.names.ja, source.names.en]) expect(text).toMatch(/\S/);
    }
    for (const { writtenOn, text } of [...NOTES, ...DEMO_NOTES]) {
      expect(writtenOn).toMatch(DAY);
      expect(text.ja.length).toBeLessThanOrEqual(1_000);
      expect(text.en).toMatch(/\S/);
    }
  });

  it('every real plan can be looked up where it was read', () => {
    for (const { source } of PLANS) expect(source.url).toMatch(/^https:\/\//);
  });

  it('nothing made up stands beside what was measured', () => {
    expect(plansOf('kaku-hikari', false)).toEqual([]);
    expect(plansOf('kaku-hikari', true).map(({ downloadBps }) => downloadBps)).toEqual([1e9, 1e10]);
    expect(notesOf({ isp: 'kamei-net', region: null }, false)).toEqual([]);
  });

  it('a note about an ISP stands in all its regions, one about a region of an ISP only there', () => {
    const days = (isp: string, region: string | null) =>
      notesOf({ isp, region }, true).map(({ writtenOn }) => writtenOn);
    expect(days('kamei-net', null)).toEqual(['2026-05-20']);
    expect(days('kamei-net', 'JP-13')).toEqual(['2026-05-20']);
    expect(days('kaku-hikari', null)).toEqual([]);
    expect(days('kaku-hikari', 'JP-27')).toEqual(['2026-10-02']);
  });
});
