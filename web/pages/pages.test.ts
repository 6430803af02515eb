import { describe, expect, it } from 'vitest';
import { MISSING_REASONS, VERDICT_REASONS } from '../../measurement-agent/protocol/vocabulary.ts';
import { FEW, OCN, pageSamples, SO_NET } from '../../test/fixtures/pages.tsx';
import { LANGS, type Lang } from '../format/language.ts';
import { messagesIn } from '../messages/messages.ts';

const SAMPLES: Record<Lang, Record<string, string>> = { ja: pageSamples('ja'), en: pageSamples('en') };
const NAMES = Object.keys(SAMPLES.ja);

function sample(lang: Lang, name: string): string {
  const page = SAMPLES[lang][name];
  if (page === undefined) throw new Error(`no sample '${name}'`);
  return page;
}

/** Text as a reader sees it: no tags, no entities, plain spaces. */
function textOf(html: string): string {
  return html
    .replace(/<head>.*?<\/head>/s, '')
    .replaceAll(/<script type="application\/json">.*?<\/script>/gs, '')
    .replaceAll(/<[^>]+>/g, '\n')
    .replaceAll('\u00a0', ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replaceAll('&quot;', '"')
    .replaceAll(/\n+/g, '\n');
}

describe.each(LANGS)('every page in %s', (lang) => {
  it.each(NAMES)('%s is a whole document of its language, fit for a strict policy', (name) => {
    const html = sample(lang, name);
    expect(html.startsWith('<!doctype html><html lang="')).toBe(true);
    expect(html).toContain(`<html lang="${lang}">`);
    expect(html.match(/<h1[ >]/g)?.length).toBeGreaterThan(0);
    expect(html).toContain('<link rel="alternate" hreflang="ja" href="https://jissoku.example/ja/');
    expect(html).toContain('<link rel="alternate" hreflang="en" href="https://jissoku.example/en/');
    expect(html).toContain(`<link rel="canonical" href="https://jissoku.example/${lang}/`);
    expect(html).toContain('href="#main"');
    expect(html).not.toMatch(
      / style=|<style|<script(?! type="module" src=| type="application\/json">)| on[a-z]+="/,
    );
    // A schema on the API page may name the type null; nowhere else may a missing value show.
    expect(textOf(html)).not.toMatch(
      name === 'api' ? /undefined|NaN|\[object/ : /undefined|NaN|\[object|\bnull\b/,
    );
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(NAMES)('%s switches the language and keeps the path', (name) => {
    const html = sample(lang, name);
    const path = /<link rel="canonical" href="https:\/\/jissoku\.example\/\w\w(\/[^"]*)"/.exec(html)?.[1];
    const other = lang === 'ja' ? 'en' : 'ja';
    expect(html).toContain(`<a class="language" href="/${other}${path}"`);
  });
});

describe('the start page', () => {
  it('says what it costs, what is stored, and what to do without JavaScript', () => {
    const text = textOf(sample('ja', 'home'));
    expect(text).toMatch(/100\s?Mbpsの回線で101\s?MB、1\s?Gbpsで1\.01\s?GBまで/);
    expect(text).toContain('IPアドレス');
    expect(text).toContain('ブラウザーでの測定にはJavaScriptが必要です');
    expect(text).toContain('npm run -s agent -- test https://jissoku.example');
  });
  it.each(LANGS)('has the controls that tests and people rely on in %s', (lang) => {
    const html = sample(lang, 'home');
    expect(html).toMatch(/<button[^>]*data-testid="start"/);
    expect(html).toMatch(/<a[^>]*data-testid="result-link"/);
    expect(html).toMatch(/<progress[^>]*role="progressbar"/);
    expect(html).toMatch(/aria-live="polite"/);
    expect(html).toContain('<script type="module" src="/assets/test-runner.js"></script>');
  });
  it('asks about the line only after a test', () => {
    expect(sample('en', 'home')).toMatch(/<section[^>]*data-panel="declared"[^>]*hidden/);
  });
});

describe('the result page', () => {
  it.each([
    ['ja', ['312', '94.3', '7.4', '38.2', '24.6', '0.12%（5,000個のうち6個）', '1,570 RPM（信頼度 高）']],
    ['en', ['312', '94.3', '7.4', '38.2', '24.6', '0.12% (6 of 5,000)', '1,570 RPM (high confidence)']],
  ] as const)('shows every figure in %s', (lang, figures) => {
    const text = textOf(sample(lang, 'result'));
    for (const figure of figures) expect(text).toContain(figure);
    expect(text).toContain(messagesIn(lang).result.counted);
    expect(text).toContain('AS4713');
  });
  it('links to where it counts, to JSON and to CSV, and stays out of search engines', () => {
    const html = sample('en', 'result');
    expect(html).toContain('href="/en/isp/ocn"');
    expect(html).toContain('href="/en/region/JP-13"');
    expect(html).toContain('href="/api/v1/results/Q2hlY2tlZC1ieS1oYW5k-A"');
    expect(html).toContain('href="/r/Q2hlY2tlZC1ieS1oYW5k-A.csv"');
    expect(html).toContain('<meta name="robots" content="noindex"');
  });
  it.each([
    ['ja', 'IPoE（MAP-E: v6プラスなど）と推定します。', '経路MTUが1460バイト', '確認はまだありません'],
    ['en', 'Probably IPoE (MAP-E).', 'The path MTU is 1460 bytes', 'has not confirmed'],
  ] as const)('says in %s what the connection probably is, why, and that it is a guess', (lang, ...said) => {
    const text = textOf(sample(lang, 'result with a guess'));
    for (const each of said) expect(text).toContain(each);
  });
  it('asks about a guess that nobody confirmed, hidden until a script knows whom to ask', () => {
    expect(sample('en', 'result with a guess')).toMatch(/data-slot="connection-question" hidden/);
    const script = '<script type="module" src="/assets/confirm-connection.js">';
    expect(NAMES.filter((name) => sample('en', name).includes(script))).toEqual(['result with a guess']);
    const confirmed = textOf(sample('en', 'result with a confirmed guess'));
    expect(confirmed).toContain('says that this is right');
    expect(confirmed).not.toContain('Is this right?');
  });
  it('loads the chart script only where there are charts', () => {
    const script = 'src="/assets/charts.js"';
    const withCharts = [
      'result',
      'result with a guess',
      'result with a confirmed guess',
      'isp with mixed results',
      'isp with many results',
      'region with many results',
    ];
    expect(NAMES.filter((name) => sample('en', name).includes(script))).toEqual(withCharts);
    expect(NAMES.filter((name) => sample('en', name).includes('data-chart='))).toEqual(withCharts);
  });
  it('draws both curves and gives their tables', () => {
    const html = sample('ja', 'result');
    expect(html.match(/class="curve-line" d="M/g)).toHaveLength(2);
    expect(html.match(/<details>/g)).toHaveLength(2);
    expect(textOf(html)).toContain('6,000 ms');
  });
  it.each(LANGS)('says in %s why a stopped test does not count and what is missing', (lang) => {
    const text = textOf(sample(lang, 'result that was stopped'));
    const words = messagesIn(lang);
    expect(text).toContain(words.result.notCounted);
    const { title, meaning, next } = words.verdictReasons.stopped;
    for (const part of [title, meaning, words.result.nextStep, next]) expect(text).toContain(part);
    expect(text).toContain(words.missingReasons.stopped);
    expect(text).toContain(words.missingReasons['no-turn']);
    expect(text).toContain(words.suitability.incomplete);
    expect(text).toContain(words.result.declaredNone);
    expect(text).not.toContain('0 Mbps');
  });
  it.each(LANGS)('has words in %s for every reason there is', (lang) => {
    const words = messagesIn(lang);
    expect(Object.keys(words.verdictReasons).toSorted()).toEqual(Object.keys(VERDICT_REASONS).toSorted());
    for (const text of Object.values(words.verdictReasons)) {
      expect(Object.keys(text).toSorted()).toEqual(['meaning', 'next', 'title']);
      // One sentence each for the meaning; the site's own test finds empty texts.
      expect(text.meaning).toMatch(/[.。]$/);
      expect(text.next).toMatch(/[.。]$/);
    }
    expect(Object.keys(words.missingReasons).toSorted()).toEqual([...MISSING_REASONS].toSorted());
  });
});

describe('an ISP or region page', () => {
  const HIDDEN = '件数が少ないため表示していません（30回線以上で表示）';

  it('shows the count only while there are under 30 lines', () => {
    const text = textOf(sample('ja', 'isp with few results'));
    expect(text).toContain(HIDDEN);
    expect(text).toContain(String(FEW.periods[2]?.lines));
    expect(text).not.toMatch(/Mbps|\d ms/);
    expect(sample('ja', 'isp with few results')).toContain('data-results-30="20"');
  });
  it('shows longer periods although a short one is hidden', () => {
    const html = sample('ja', 'isp with mixed results');
    expect(textOf(html).split(HIDDEN)).toHaveLength(1 + 5);
    expect(textOf(html)).toContain('810');
    expect(html.match(/class="box"/g)).toHaveLength(2 * 5);
  });
  it.each([
    ['ja', ['195 Mbps', '315 Mbps', '536 Mbps', '94.2 Mbps', '7.4 ms', '38.2 ms', '61.7 ms', '23,460']],
    ['en', ['195 Mbps', '315 Mbps', '536 Mbps', '94.2 Mbps', '7.4 ms', '38.2 ms', '61.7 ms', '23,460']],
  ] as const)('shows quartiles and their box plots in %s', (lang, figures) => {
    const html = sample(lang, 'isp with many results');
    const text = textOf(html);
    for (const figure of figures) expect(text).toContain(figure);
    expect(text).not.toContain(messagesIn(lang).figures.hidden);
    // Five figures over three periods; one period has no working round trip of uploads.
    expect(html.match(/class="box"/g)).toHaveLength(14);
    expect(text).toContain(messagesIn(lang).figures.noFigure);
  });
  it.each(['isp with zero results', 'region with zero results'])('invites when empty: %s', (name) => {
    const html = sample('en', name);
    expect(textOf(html)).toContain('Fewer than 10 lines so far');
    expect(html).toContain('<a class="button primary" href="/en/">');
    expect(html).toContain('data-results-30=""');
    expect(html).not.toContain('class="box"');
  });
  it('names networks, roles and shared groups', () => {
    const text = textOf(sample('ja', 'isp with many results'));
    expect(text).toContain('AS2519');
    expect(text).toContain('IPv6接続（VNE）');
    expect(text).toContain('OCN、So-net・NURO 光（ソニーネットワークコミュニケーションズ）が共有');
  });
  it('names a group after those who share it', () => {
    expect(textOf(sample('en', 'isp group'))).toContain(`Shared by ${OCN.names.en} and ${SO_NET.names.en}`);
  });
  it('leads from a region to its parents and children', () => {
    const html = sample('ja', 'region with many results');
    expect(html).toContain('href="/ja/region/JP"');
    expect(html).toContain('href="/ja/region/JP-14"');
  });
});

describe('lists', () => {
  it('put the most measured first and group by kind', () => {
    const html = sample('ja', 'isp list');
    expect(html.indexOf('/ja/isp/ocn"')).toBeLessThan(html.indexOf('/ja/isp/so-net"'));
    expect(html.indexOf('固定回線のプロバイダー')).toBeLessThan(html.indexOf('格安SIM'));
    expect(textOf(html)).toContain('1,234');
  });
  it('show the 11 areas of Japan and their prefectures', () => {
    const html = sample('ja', 'region list');
    expect(html.match(/class="area"/g)).toHaveLength(11);
    expect(html.match(/href="\/ja\/region\/JP-13-/g)).toHaveLength(11);
    expect(html).toContain('href="/ja/region/AT"');
  });
  it('stay useful with zero results', () => {
    expect(textOf(sample('en', 'isp list with zero results'))).toContain('Fewer than 10 lines so far');
    expect(textOf(sample('en', 'region list with zero results'))).toContain(
      'No measurements from outside Japan',
    );
  });
});

describe('the API page', () => {
  const text = textOf(sample('en', 'api'));
  it('lists operations, parameters, schemas and problem types', () => {
    for (const part of [
      'DELETE',
      '/api/v1/results/{id}',
      'Submit a result',
      '201',
      '^[A-Za-z0-9_-]{22}$',
      '/problems/over-budget',
    ])
      expect(text).toContain(part);
  });
  it('opens a schema that contains itself once', () => {
    expect(text).toContain('same shape as above');
  });
});
