/** Japanese texts of what a result's page offers besides its figures; the shape that English must have. */
import type { AIM_CLASSES, AimFigures, AimUse } from '../../measurement-agent/metrics/scores/aim.ts';
import type { IqbUse } from '../../measurement-agent/metrics/scores/iqb.ts';
import type { Check } from '../../measurement-agent/metrics/verification.ts';
import type { Phase } from '../../measurement-agent/protocol/summary.ts';

type CheckName = Check['check'];
type CheckFault = NonNullable<Check['fault']>;
type ScoredFigure = keyof AimFigures | 'uploadBps';

export const RESULT_PAGE_JA = {
  notCountedFor: (reason: string) => `統計に含まれません：${reason}`,
  summary: (download: string, upload: string, idle: string, working: string) =>
    `下り ${download}、上り ${upload}、応答 ${idle}（混雑時 ${working}）`,
  measuredOn: (moment: string) => `${moment}に測定`,
  cardIdle: '応答時間',
  cardWorking: '混雑時の応答時間',
  cardAlt: (summary: string) => `測定結果の画像：${summary}`,
  heading: '結果を見せる',
  text: 'ブログや掲示板に貼れます。リンクを知っている人だけが、この結果を見られます。',
  link: 'この結果のリンク',
  formats: { html: 'HTML', markdown: 'Markdown', bbcode: 'BBCode' },
  copy: 'コピー',
  copied: 'コピーしました。',
  notCopied: 'コピーできませんでした。文字を選んでコピーしてください。',
  card: '画像を見る（PNG）',
  record: {
    heading: '記録として使う',
    text: 'プロバイダーのサポート窓口や消費生活センターに見せる記録として印刷できます。値は測定した端末ではなく、サーバーの控えと署名で確かめられます。',
    print: '印刷する',
    address: 'この結果の場所',
    verify: '確かめ方',
    verifyText:
      'このコマンドは、保存された結果とサーバーの公開鍵を照合し、値が書き換えられていないことを確かめます。',
    method: '測り方',
  },
  remove: {
    heading: 'この結果を削除する',
    text: 'この端末で測定した結果なので、サーバーから削除できます。統計からも除かれ、元に戻せません。',
    button: '削除する',
    question: 'この結果をサーバーから削除しますか？元に戻せません。',
    done: '削除しました。このページは、もう開けません。',
    failed: '削除できませんでした。接続を確かめて、もう一度お試しください。',
    other: '削除できるのは、測定した端末だけです。そのブラウザーでこのページか測定履歴を開いてください。',
  },
  checks: {
    heading: '署名と控えの照合',
    text: 'このページを開いたときに、サーバーの公開鍵で確かめた結果です。',
    what: '確かめたこと',
    outcome: '結果',
    holds: '一致しました',
    names: {
      'result-signature': '結果全体の署名',
      receipt: 'サーバーの控えの署名',
      summary: 'サーバーの控えがあること',
      bytes: '受信量が控えと合うこと',
      rate: '速さが控えと合うこと',
    } satisfies Record<CheckName, string> as Record<CheckName, string>,
    of: (check: string, phase: string) => `${check}（${phase}）`,
    phases: {
      download: '下り',
      upload: '上り',
      bidirectional: '上下同時',
    } as Record<Phase, string>,
    faults: {
      missing: 'ありません',
      foreign: '別の測定のものです',
      repeated: '同じものが二度あります',
      malformed: '形が正しくありません',
      'wrong-type': '種類が違います',
      'unknown-key': '鍵が知られていません',
      forged: '一致しません',
      'contradicts-receipt': '控えと食い違います',
    } satisfies Record<CheckFault, string> as Record<CheckFault, string>,
  },
  scores: {
    heading: 'ほかの方式による点数',
    text: '作者の計算方法をそのまま使っています。上の評価とは基準が違います。',
    score: '方式',
    use: '用途',
    value: '点数',
    iqb: 'IQB（M-Lab）',
    iqbTotal: '全体',
    aim: 'AIM（Cloudflare）',
    aimValue: (points: string, name: string) => `${points}（${name}）`,
    none: '算出できません',
    missing: (figures: string) =>
      `測定できなかった値：${figures}。IQBは残りの値だけの点数で、ほかのIQBとは比べられません。`,
    lossless: 'AIMは、損失が測れていないとき、損失を0点（加点も減点もなし）として扱います。',
    iqbUses: {
      'web-browsing': 'Webの閲覧',
      'video-streaming': '動画の視聴',
      'audio-streaming': '音楽の再生',
      'video-conferencing': 'ビデオ会議',
      'online-backup': 'バックアップ',
      gaming: 'ゲーム',
    } satisfies Record<IqbUse, string> as Record<IqbUse, string>,
    aimUses: { streaming: '配信の視聴', gaming: 'ゲーム', rtc: '通話・会議' } satisfies Record<
      AimUse,
      string
    > as Record<AimUse, string>,
    aimClasses: {
      bad: '悪い',
      poor: 'やや悪い',
      average: '普通',
      good: '良い',
      great: 'とても良い',
    } satisfies Record<(typeof AIM_CLASSES)[number], string> as Record<(typeof AIM_CLASSES)[number], string>,
    figures: {
      downloadBps: '下り',
      uploadBps: '上り',
      idleRttMs: '応答時間',
      workingRttDownloadMs: '下り通信中の応答時間',
      workingRttUploadMs: '上り通信中の応答時間',
      ipdvMs: '応答のゆらぎ',
      lossRatio: 'パケット損失率',
    } satisfies Record<ScoredFigure, string> as Record<ScoredFigure, string>,
  },
};

export type ResultPageMessages = typeof RESULT_PAGE_JA;
