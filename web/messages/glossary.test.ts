import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = path.join(import.meta.dirname, '../..');

/** What Japanese readers are never told, and what stands there instead. */
const WRONG: readonly (readonly [wrong: RegExp, right: string])[] = [
  [/パケットロス/, 'パケット損失(率)'],
  [/プロバイダ(?!ー)/, 'プロバイダー'],
  // An operator of networks may be called so, an ISP that people choose may not.
  [
    /(?<!卸|ケーブルテレビ|ネットワークの|クラウドの|同じ|ほかの|その)事業者(?!独自)/,
    'プロバイダー; 事業者 only of operators of networks',
  ],
  [/アクセス(方式|回線)/, '回線の種類'],
  [/機器との接続|機器とルーターの間/, '端末のつなぎ方'],
  [/\uff5e/, '\u301c (wave dash)'],
  [/この命令/, 'このコマンド'],
  [/だれ/, '誰'],
  [/わか[らりるっ]/, '分か…'],
  [/モバイル回線/, '携帯電話回線'],
  [/セキュリティー/, 'セキュリティ'],
];

const FILES = ['web/messages', 'docs/pages'].flatMap((folder) =>
  readdirSync(path.join(ROOT, folder))
    .filter((name) => /\bja\.(ts|md)$/.test(name))
    .map((name) => `${folder}/${name}`),
);

describe('Japanese texts', () => {
  it('are all looked at', () => {
    expect(FILES).toEqual(
      expect.arrayContaining(['web/messages/ja.ts', 'web/messages/watch-ja.ts', 'docs/pages/privacy.ja.md']),
    );
  });

  it.each(WRONG)('never say %s', (wrong, right) => {
    const lines = FILES.flatMap((file) =>
      readFileSync(path.join(ROOT, file), 'utf8')
        .split('\n')
        .flatMap((line, index) => (wrong.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
    );
    expect(lines, `say ${right}`).toEqual([]);
  });
});
