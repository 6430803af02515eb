/** Pages of no ISP and of thousands, of long names, of one line, of what is hidden: each is right, and fits. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { pageSamples } from '../../test/fixtures/pages.tsx';
import { TEXTS } from '../../test/fixtures/texts.ts';
import { LANGS } from '../format/language.ts';
import { messagesIn } from '../messages/messages.ts';

/** Of the 120 kB that a page may have, what styles and an icon leave to its document. */
const MOST_BYTES = 100_000;

const SAMPLES = { ja: pageSamples('ja', TEXTS), en: pageSamples('en', TEXTS) };
const NAMES = Object.keys(SAMPLES.ja);
const html = (lang: 'ja' | 'en', name: string) => {
  const page = SAMPLES[lang][name];
  if (page === undefined) throw new Error(`no sample '${name}'`);
  return page;
};

describe.each(LANGS)('in %s', (lang) => {
  it.each(NAMES)('%s is no heavier than a page may be', (name) => {
    expect(gzipSync(html(lang, name)).length).toBeLessThan(MOST_BYTES);
  });

  it.each([
    'isp with one line',
    'isp with few results',
    'isp in a region with zero results',
    'region with one line',
    'region with zero results',
    'report with one line',
    'report with few results',
    'report with zero results',
    'comparison of what is hidden',
    'comparison of nothing',
    'ranking of nobody',
    'map of nothing',
  ])('%s has no figure, for eyes or machines, nor a drawing of one', (name) => {
    const page = html(lang, name);
    const figures = [...page.matchAll(/data-at="([^"]*)"/g)].map(([, at]) => at ?? '');
    // Counts of ten lines and more are told, and how many ISPs are hidden; nothing else.
    for (const at of figures) expect(at).toMatch(/\/(?:lines|results|hidden)$/);
    expect(page).not.toMatch(/class="(?:box|bar|error-bar|whiskers|trend-point|interval-bar)"/);
    expect(page).not.toMatch(/ (?:Mbps|Gbps|ms)</);
  });

  it.each(['isp with one line', 'region with one line', 'report with one line'])(
    '%s does not even say that it is one',
    (name) => {
      const page = html(lang, name);
      expect(page).not.toMatch(/data-at="[^"]*\/(?:lines|results)"/);
      expect(page).toContain(messagesIn(lang).figures.fewerThanTen);
    },
  );
});

describe('5,000 ISPs', () => {
  it('are all in the list', () => {
    const page = html('ja', 'isp list of 5,000');
    expect(page.match(/href="\/ja\/isp\/isp-\d+"/g)).toHaveLength(5_000);
    expect(page).toContain('東日本情報通信網0000');
  });

  it('are ranked as far as anybody reads, and the page says where the others are', () => {
    const page = html('en', 'ranking of 5,000 with a rank');
    expect(page.match(/data-at="ranking\/\d+\/rankFrom"/g)).toHaveLength(300);
    expect(page).toContain('4,700 more follow in CSV and JSON.');
  });

  it('stand beside a region as its first few', () => {
    const page = html('en', 'region with 5,000 ISPs');
    const peers = page.match(/data-at="ranking\/\d+\/rankFrom"/g) ?? [];
    expect(peers.length).toBeGreaterThan(3);
    expect(peers.length).toBeLessThan(50);
    expect(page).toMatch(/4,9\d\d more are ranked/);
  });

  it('have fifty in a report, with long names whole in its table', () => {
    const page = html('ja', 'report with 5,000 ISPs');
    expect(page.match(/<th scope="row">日本通信網株式会社isp-\d+<\/th>/g)?.length).toBeGreaterThanOrEqual(50);
  });
});

describe('a region without any data', () => {
  it('on a map is said to have none, which is another thing than to be hidden', () => {
    const page = html('ja', 'map');
    const { hidden, none } = messagesIn('ja').overviews.map;
    expect(page).toContain(hidden);
    expect(page).toContain(none);
    expect(page).toMatch(/href="\/ja\/region\/JP-31" aria-label="[^"]+"/);
    expect(page).not.toContain('data-at="cells/2/figures');
  });

  it('has a page and a report that invite to measure, or say that there is none', () => {
    expect(html('en', 'region with zero results')).toContain(messagesIn('en').figures.emptyHeading);
    expect(html('en', 'report with zero results')).toContain(messagesIn('en').report.none.empty);
  });
});

describe('an ISP of several plans, told of two hours of the week', () => {
  const name = 'isp of two plans, measured in two hours';
  it('advertises a range, as lines of all plans were measured', () => {
    expect(html('ja', name)).toContain('広告の最大速度は契約により1');
    expect(html('en', name)).toMatch(/Advertised: up to 1[^0-9]{1,4}10\u00a0Gbps, depending on the plan\./u);
  });
  it('has no map of holes', () => {
    expect(html('en', name)).not.toContain('heat-legend');
    expect(html('en', name)).toContain('Only 2 of the week’s 168 hours have a figure');
    expect(html('en', 'isp with many results')).toContain('heat-legend');
  });
  it('leads to the month in which other kinds of line are told', () => {
    expect(html('en', name)).toContain('<a href="?period=2026-10#groups">Show October 2026</a>');
    expect(html('en', name)).toContain('Told apart by connection method and dwelling');
    expect(html('en', 'isp with many results')).not.toContain('2026-10#groups');
  });
});

describe('a comparison in a prefecture', () => {
  it('says why there are medians alone, and leads to the area that has more', () => {
    const page = html('en', 'comparison in a prefecture');
    expect(page).toContain('Figures of prefectures are not told apart by contracted rate');
    expect(page).toContain(
      '?isp=long&amp;isp=short&amp;region=JP-kanto&amp;metric=downloadBps&amp;period=r90',
    );
    expect(html('en', 'comparison')).not.toContain('Figures of prefectures');
  });
});

describe('a report by other rules', () => {
  it('says by which, that it is provisional, and what is assumed', () => {
    const page = html('ja', 'report by other rules');
    expect(page).toContain('総務省 固定ブロードバンド（2024年）');
    expect(page.match(/<span class="tag">暫定<\/span>/g)?.length).toBeGreaterThan(1);
    expect(page).toContain('端末のつなぎ方');
    expect(page).toContain('href="/ja/method/profiles#mic-2024"');
    expect(page).toContain('profile=mic-2024');
    expect(page).toContain('<option value="mic-2024" selected');
    expect(html('ja', 'report with 5,000 ISPs')).toContain('<option value="default" selected');
  });

  it('that is not kept still has the form, and says what is', () => {
    const page = html('en', 'report that is not kept');
    expect(page).toContain('only months that have ended');
    expect(page).toContain('<form');
    expect(page).toContain('<option value="mic-2024" selected');
    expect(page).toContain('noindex');
  });
});
