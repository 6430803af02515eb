/** Japanese texts on where a result stands among lines; the shape that English must have. */
import type { StandingAbsence } from '../../measurement-agent/protocol/standing.ts';

export const STANDING_JA = {
  heading: '同じような回線の中での位置',
  among: (cell: string, lines: string, period: string) =>
    `${cell}の${lines}回線（${period}）と比べました。1本の回線は、何度測っても1回線と数えます。`,
  period: (from: string, to: string) => `${from}〜${to}`,
  inRegion: (isp: string, region: string) => `${isp}（${region}）`,
  overAccess: (cell: string, access: string) => `${cell}・${access}`,
  figure: '値',
  place: '位置',
  median: '比べた回線の中央値',
  words: {
    top: '上位4分の1に入ります',
    upper: '半分より良いほうです',
    middle: '中ほどです',
    lower: '半分より悪いほうです',
    bottom: '下位4分の1に入ります',
    open: 'どちら寄りとは言えません',
  },
  between: (low: string, high: string) => `${low}〜${high}の回線より良い`,
  atLeast: (low: string) => `${low}以上の回線より良い`,
  atMost: (high: string) => `下から${high}以内の位置`,
  anywhere: '誤差の幅が広く、位置を絞れません',
  certainty: '幅は、この測定の誤差と、公表している分位点の誤差によるものです（約95%の確かさ）。',
  source: '比べた値（JSON）',
  absent: {
    'not-counted': 'この結果は統計に含まれないため、ほかの回線と比べていません。',
    'line-unknown': 'プロバイダーも地域も分からないため、比べる回線がありません。',
    'too-few-lines': '同じような回線がまだ少なく、比べられません（30回線以上で比べます）。',
  } satisfies Record<StandingAbsence, string> as Record<StandingAbsence, string>,
};

export type StandingMessages = typeof STANDING_JA;
