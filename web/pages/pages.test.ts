import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { SUPPRESSIONS } from '../../measurement-agent/protocol/quality.ts';
import { MISSING_REASONS, VERDICT_REASONS } from '../../measurement-agent/protocol/vocabulary.ts';
import { OCN, pageSamples, SO_NET } from '../../test/fixtures/pages.tsx';
import { RESULT_DOCUMENT } from '../../test/fixtures/result-document.ts';
import { TEXTS } from '../../test/fixtures/texts.ts';
import { LANGS, type Lang } from '../format/language.ts';
import { messagesIn } from '../messages/messages.ts';
import { OtherScores } from './other-scores.tsx';
import { filled } from './text-content.ts';

const SAMPLES: Record<Lang, Record<string, string>> = {
  ja: pageSamples('ja', TEXTS),
  en: pageSamples('en', TEXTS),
};
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
    .replaceAll('\u2060', '')
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
      / style=|<style|<script(?! type="module" src=| type="application\/(?:ld\+)?json">)| on[a-z]+="/,
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
    expect(text).toMatch(/約100\s?MBの通信を行います。\s*100\s?Mbpsの回線の場合.*1\s?Gbpsなら約1\s?GB/s);
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
    expect(html).toContain(`<script type="module" src="/assets/test-${lang}.js"></script>`);
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
  it.each(LANGS)('says in %s what AIM gives for loss only where loss is what is missing', (lang) => {
    const scores = messagesIn(lang).resultPage.scores;
    const without = { ...RESULT_DOCUMENT, loss: null };
    expect(String(OtherScores({ document: without, lang }))).toContain(scores.lossless);
    const download = RESULT_DOCUMENT.download && { ...RESULT_DOCUMENT.download, workingRttMs: null };
    const text = String(OtherScores({ document: { ...RESULT_DOCUMENT, download }, lang }));
    expect(text).toContain(scores.missing(scores.figures.workingRttDownloadMs));
    expect(text).not.toContain(scores.lossless);
  });
  it('loads the chart script only where there are charts', () => {
    const script = 'src="/assets/charts.js"';
    const withCharts = ['result', 'result with a guess', 'result with a confirmed guess'];
    expect(NAMES.filter((name) => sample('en', name).includes(script))).toEqual(withCharts);
    expect(NAMES.filter((name) => sample('en', name).includes('data-chart='))).toEqual(withCharts);
  });
  it('draws both curves and gives their tables', () => {
    const html = sample('ja', 'result');
    expect(html.match(/class="curve-line" d="M/g)).toHaveLength(2);
    expect(html.match(/<details>/g)).toHaveLength(2);
    expect(textOf(html)).toContain('6,000 ms');
  });
  it('draws three plots on one axis where the document has what they need, without a script', () => {
    const html = sample('ja', 'result with plots');
    expect(html.match(/class="run-plot" role="img" aria-label="[^"]+"/g)).toHaveLength(3);
    expect(html.match(/class="curve-line" d="M/g)).toHaveLength(2);
    expect(html.match(/class="curve-level"/g)).toHaveLength(2);
    for (const dots of ['idle', 'working']) expect(html).toMatch(new RegExp(`plot-dots ${dots}" d="M`));
    expect(html).toMatch(/class="loss-bars" d="M/);
    expect(html).not.toContain('data-chart=');
    const text = textOf(html);
    for (const said of ['1,000 個中 5 個', '下り（3.5 s']) expect(text).toContain(said);
  });
  it.each(LANGS)('says in %s why a plot is not there', (lang) => {
    const words = messagesIn(lang);
    const html = sample(lang, 'result with plots of a stopped test');
    expect(html.match(/class="run-plot"/g)).toHaveLength(1);
    const text = textOf(html);
    for (const field of ['stopped', 'no-turn'] as const)
      expect(text).toContain(textOf(words.plots.notMeasured(words.missingReasons[field])));
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
    expect(text).toMatch(/回線数\n20\n/);
    expect(text).not.toMatch(/Mbps|\d ms/);
    expect(sample('ja', 'isp with few results')).toContain('data-results-30="20"');
  });
  it.each([
    ['one network', 'one-prefix', '1つのアドレス帯の測定しかない'],
    ['small neighbours', 'complementary', 'ほかの少数の回線の値が計算で分かってしまう'],
  ] as const)('says of many lines hidden for %s why they are', (_, suppressed, why) => {
    for (const page of ['ja', 'en'] as const) {
      const html = sample(page, `isp hidden as ${suppressed}`);
      const said = messagesIn(page).figures.hidden[suppressed];
      expect(textOf(html)).toContain(said);
      expect(/<meta name="description" content="([^"]*)"/.exec(html)?.[1]).toContain(said);
      expect(html).not.toContain(messagesIn(page).figures.hidden['too-few-lines']);
      expect(textOf(html)).toContain('410');
    }
    expect(textOf(sample('ja', `isp hidden as ${suppressed}`))).toContain(why);
  });
  it.each(LANGS)('says in %s that not only faults of the measurement are left out', (lang) => {
    const text = textOf(sample(lang, 'isp with many results'));
    for (const part of { ja: ['VPN', 'データ量の上限'], en: ['VPN', 'data limit'] }[lang])
      expect(text).toContain(part);
  });
  it('shows months although the period is hidden, and where hours and kinds of line are kept', () => {
    const html = sample('ja', 'isp with mixed results');
    expect(textOf(html)).toContain(HIDDEN);
    expect(html).not.toContain('class="box"');
    expect(html.match(/class="trend-point"/g)).toHaveLength(12);
    expect(html).toContain('href="?period=r90#groups"');
  });
  it.each([
    [
      'ja',
      [
        '広告では最大1 Gbps。測定した回線の半数が199〜546 Mbps、中央値は321 Mbps（305〜340）です。',
        '混雑する時間の下りの中央値は225 Mbps、ほかの時間は385 Mbpsで、42%低くなります。',
        '1か月あたり6.00 Mbps（5.00〜7.00）の割合で速くなっています。',
        '80%の回線が、混雑する時間の測定のうち80%で、契約速度の21%（20%〜22%）以上',
        '2〜3位',
      ],
    ],
    [
      'en',
      [
        'Advertised: up to 1 Gbps. Half of the measured lines got 199–546 Mbps, the median is 321 Mbps (305 – 340).',
        'In busy hours the median download is 225 Mbps, otherwise 385 Mbps: 42% less.',
        'Getting faster by 6.00 Mbps (5.00 – 7.00) a month.',
        '2–3',
      ],
    ],
  ] as const)('says in sentences what its figures mean, in %s', (lang, sentences) => {
    const text = textOf(sample(lang, 'isp with many results'));
    for (const sentence of sentences) expect(text).toContain(sentence);
    for (const reason of SUPPRESSIONS) expect(text).not.toContain(messagesIn(lang).figures.hidden[reason]);
  });
  it('draws boxes, trend, distribution and hours, each with its numbers', () => {
    const html = sample('en', 'isp with many results');
    // Two rates, three delays, two kinds of access, one contract.
    expect(html.match(/class="box"/g)).toHaveLength(8);
    expect(html.match(/class="whiskers"/g)).toHaveLength(8);
    expect(html.match(/class="error-bar"/g)).toHaveLength(12);
    expect(html.match(/data-bins="\d+ \d+"/g)?.length).toBeGreaterThan(3);
    expect(html.match(/data-at="hours\/\d+\/median\/value"/g)).toHaveLength(7 * 19);
    expect(html.match(/class="unknown"/g)).toHaveLength(7 * 5);
  });
  it('names what is not shown, and results left out by reason', () => {
    const text = textOf(sample('ja', 'isp with many results'));
    expect(text).toContain(
      '回線が少ないか、少数の回線の値が分かってしまうため、表示していないもの：申告なし',
    );
    expect(text).toContain('どの回線か分からない');
    expect(text).not.toContain(messagesIn('ja').verdictReasons.stopped.title);
  });
  it('gives plans their source and day, and the reply its day', () => {
    const html = sample('en', 'isp with many results');
    expect(html).toContain('<a href="https://isp.example/1g">A sample advertisement</a>');
    expect(textOf(html)).toContain('read on 1 Oct 2026');
    expect(html).toContain('<time datetime="2026-11-02">');
    expect(textOf(html)).toContain('We added capacity.');
  });
  it.each(['isp', 'region', 'isp in a region'])('invites when empty: %s with zero results', (name) => {
    const html = sample('en', `${name} with zero results`);
    expect(textOf(html)).toContain('Fewer than 10 lines so far');
    expect(html).toContain('<a class="button primary" href="/en/">');
    expect(html).toContain('data-results-30=""');
    expect(html).not.toContain('class="box"');
    expect(html).not.toContain('<data ');
  });
  it('leads from an ISP to its regions and from an ISP in a region to both', () => {
    expect(sample('ja', 'isp with many results')).toContain('href="/ja/isp/ocn/JP-13"');
    const html = sample('ja', 'isp in a region');
    for (const href of ['/ja/isp/ocn', '/ja/region/JP-kanto', '/ja/isp/ocn/JP', '/ja/isp/iij/JP-kanto'])
      expect(html).toContain(`href="${href}"`);
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

describe('a report', () => {
  it('names the range as Japan’s guideline does, and says that this is provisional', () => {
    const html = sample('ja', 'report with 5,000 ISPs');
    expect(html).toMatch(/実効速度の範囲（25〜75%値）\s*<span class="tag">暫定<\/span>/);
    expect(textOf(html)).toContain('本文とは照合できていない');
    expect(sample('en', 'report with 5,000 ISPs')).toContain('<span class="tag">provisional</span>');
  });
  it('shows fifty of many ISPs, and says where the others are', () => {
    const html = sample('en', 'report with 5,000 ISPs');
    const listed = html.match(/data-at="isps\/\d+\/figures\/downloadBps\/quantiles\/p50\/value"/g);
    expect(listed).toHaveLength(50);
    expect(textOf(html)).toContain('950 more are in CSV and JSON.');
    expect(textOf(html)).toContain('3,612 more are not listed');
  });
  it('of an edition has its hash and its own address; one that may change stays out of search engines', () => {
    const frozen = sample('en', 'report with 5,000 ISPs');
    expect(frozen).toContain('/en/report?edition=2026-10.2&amp;region=JP&amp;metrics=downloadBps,uploadBps');
    expect(textOf(frozen)).toContain('ade90db916018367f65ed4ee58baf458c64cc7bdebf7fc9ad5f66060224cef30');
    expect(frozen).not.toContain('noindex');
    expect(sample('en', 'report with zero results')).toContain('noindex');
  });
  it('leads from a corrected edition to the correction and back, which lists what changed', () => {
    expect(sample('en', 'report that was corrected')).toContain(
      '<a href="?edition=2026-10.2&amp;region=JP">',
    );
    const second = sample('en', 'report with 5,000 ISPs');
    expect(second).toContain('<a href="?edition=2026-10&amp;region=JP">');
    expect(second).toMatch(/data-at="changes\/0\/before\/median\/value"/);
    expect(textOf(second)).toContain('not shown');
  });
  it.each([
    ['report with zero results', 'No line was measured in this region'],
    ['report with few results', 'Too few lines to show figures (shown from 30 lines)'],
  ])('%s says so, and has its method all the same', (name, sentence) => {
    const html = sample('en', name);
    expect(textOf(html)).toContain(sentence);
    expect(html).not.toContain('class="box-plot"');
    expect(html).toContain('id="annex"');
  });
});

describe('the page of rule sets', () => {
  it.each([
    ['ja', '日ごとの中央値の中央値', '有線LAN', '上端の測定を除いた平均', '示さない', '25%点'],
    [
      'en',
      'median of its days’ medians',
      'Cable (Ethernet)',
      'mean without its highest tests',
      'not told',
      '25th',
    ],
  ] as const)('says in %s what every value means, and has contract words as code alone', (lang, ...said) => {
    const html = sample(lang, 'profiles');
    for (const each of said) expect(textOf(html)).toContain(each);
    for (const word of ['every-day', 'weekdays', 'busy', 'median-of-days', 'median-of-tests', 'trimmed-mean'])
      expect(html).toContain(`<code class="file-name">${word}</code>`);
    const prose = textOf(html.replaceAll(/<code.*?<\/code>/gs, ''));
    expect(prose).not.toMatch(/every-day|weekdays|median-of|trimmed-mean|\btrue\b|\bfalse\b/);
  });
});

describe('texts of docs/pages', () => {
  it('are there in both languages, with the same headings', () => {
    for (const name of ['method', 'privacy', 'accessibility', 'about']) {
      const counts = LANGS.map((lang) => TEXTS[`${name}.${lang}`]?.html.match(/<h2 |<table>|<li>/g)?.length);
      expect(counts[0], name).toBeGreaterThan(3);
      expect(new Set(counts).size, name).toBe(1);
    }
  });
  it.each([
    ['ja', ['CC0 1.0', '取り戻せません', '10回線以上']],
    ['en', ['CC0 1.0', 'cannot be recalled', 'of 10 and more']],
  ] as const)('say in %s that figures of tests are published, and that copies stay', (lang, said) => {
    const text = textOf(sample(lang, 'privacy'));
    for (const each of said) expect(text).toContain(each);
    expect(sample(lang, 'privacy')).toContain('docs/open-data.md');
  });
  it('name the operator as text and as a link, or say that nobody did', () => {
    const privacy = sample('en', 'privacy');
    expect(privacy).toContain('Operator: Verein &lt;Jissoku>');
    expect(privacy).toContain('<a href="mailto:hello@jissoku.example">hello@jissoku.example</a>');
    const about = textOf(sample('en', 'about a site whose operator said nothing'));
    expect(about.match(/not configured by the operator/g)).toHaveLength(2);
    for (const name of NAMES) expect(/\{\{[A-Z]/.exec(sample('ja', name)), name).toBeNull();
  });
  it('lead to the documents where the source is named, and name the file where it is not', () => {
    const gaps = {
      operator: { name: null, contact: null },
      origin: 'https://jissoku.example',
      notConfigured: '-',
    };
    const method = TEXTS['method.en'] ?? { title: '', lede: '', html: '' };
    expect(filled(method, { ...gaps, sourceUrl: 'https://code.example/j' })).toContain(
      '<a href="https://code.example/j/blob/main/docs/statistics.md">Statistics</a>',
    );
    expect(filled(method, { ...gaps, sourceUrl: null })).toContain(
      'Statistics (<code>docs/statistics.md</code>)',
    );
    for (const text of Object.values(TEXTS))
      for (const [, file = ''] of text.html.matchAll(/data-document="([^"]+)"/g))
        expect(existsSync(path.join(import.meta.dirname, '../..', file)), file).toBe(true);
  });
});
