/** Texts of the start page. */
export const homeJa = {
  title: '回線速度と応答を測る',
  heading: '回線の実力を、測って残す。',
  lede: '下りと上りの速さと、混雑時の応答時間を約10秒で測ります。結果はプロバイダーと地域の統計になり、誰でも使えます。',
  start: '測定を始める',
  stop: '中断する',
  again: 'もう一度測る',
  sendAgain: 'もう一度送る',
  resultLink: '結果のページを開く',
  /** What a test moves on a line of 100 Mbit/s. */
  cost: (perHundredMegabit: string) => `約${perHundredMegabit}の通信を行います。`,
  costDetail: (perGigabit: string, seconds: string) =>
    `100\u00a0Mbpsの回線の場合です。多くても回線の速さ×${seconds}秒ぶんで、1\u00a0Gbpsなら約${perGigabit}。従量制の回線やテザリングではご注意ください。`,
  families: 'IPv4とIPv6を別々に測る（時間と通信量は2倍になります）',
  dataSaver: 'データ節約モード（10\u00a0MBまで。速い回線では目安のみで統計外）',
  consentHeading: '測定を始めると',
  consent: [
    {
      term: '記録するもの',
      text: '測定値、日時、接続しているプロバイダーのネットワーク（AS番号）、おおまかな地域、答えていただいた回線の条件。',
    },
    {
      term: '記録しないもの',
      text: 'IPアドレス、氏名、連絡先。同じ回線を2回線と数えないために、IPアドレスから作った符号だけを残します。符号の鍵は毎月替わり、月が終わって35日で破棄します。',
    },
    {
      term: '公開するもの',
      text: '測定結果はオープンデータです。結果のページは、リンクを知っている人が見られます。削除用の鍵をこのブラウザーに残します。',
    },
  ],
  scriptNeeded: 'ブラウザーでの測定にはJavaScriptが必要です。',
  scriptAlternative: 'JavaScriptを使わずに測るには、Node.js 24以降でコマンドライン版を実行してください。',
  progress: '測定の進み具合',
  plots: { rate: '速さ', delay: '応答時間', loss: 'パケット損失' },
  plotText: (label: string) => `${label}の推移`,
  plotAxis: '横軸は測定を始めてからの時間で、3つとも共通です。縦の線で測定の段階が替わります。',
  noLoss: 'このサーバーでは測りません',
  working: { download: '混雑時の応答時間（下り）', upload: '混雑時の応答時間（上り）' },
  doneHeading: '測定結果',
  problemHeading: '測定できませんでした',
  steps: '測定の段階',
};

export type HomeMessages = typeof homeJa;
