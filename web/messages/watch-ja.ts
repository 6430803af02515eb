/** Words of the stability watch. */
export const watchJa = {
  title: '回線の安定度を見守る',
  description: '数分から1時間、応答時間を測り続け、遅くなったり途切れたりした時刻を記録します。',
  lede: '応答時間を測り続けて、遅くなったり途切れたりした時刻を記録します。「時々止まる」ときに使ってください。',
  scriptNeeded: '見守るにはJavaScriptが必要です。',
  minutes: '見守る時間',
  minutesOption: (minutes: string) => `${minutes}分`,
  threshold: '遅いとみなす応答時間',
  thresholdOption: (ms: string) => `${ms} ms`,
  thresholdText:
    '通話やゲームでは100 ms、Webの閲覧では300 msほどから気になります。3秒以内に返らなければ「応答なし」とします。',
  cost: (perHour: string, lossPerHour: string) =>
    `1秒に約2回、小さな信号を往復させます。通信量は1時間で約${perHour}、パケット損失も測れるサーバーではさらに約${lossPerHour}です。`,
  kept: '結果の要約は端末の履歴に残り、サーバーには残りません。1回ごとの記録は、この画面を閉じる前にCSVで保存してください。',
  outOfSight:
    'ほかのタブを見ている間も続きます。端末やブラウザーが止まっていた時間は、回線のせいにせず別に数えます。',
  start: '見守りを始める',
  stop: '終える',
  again: '続けてもう一度',
  save: 'CSVで保存',
  running: '見守っています',
  ended: '見守りの結果',
  left: (time: string) => `残り${time}`,
  plot: '応答時間の推移。横軸は時間、線は基準です。',
  beyond: 'それより遅い応答は上端で切れています',
  now: 'いまの応答時間',
  p50: '中央値',
  p95: '95%点',
  p99: '99%点',
  max: '最大',
  unanswered: '応答なし',
  none: '―',
  calm: '基準を超えたことも、途切れたこともありませんでした。',
  breaches: (slow: string, outages: string) =>
    `基準を超えたことが${slow}回、途切れたことが${outages}回ありました。`,
  breachesHeading: '遅くなった・途切れた時刻',
  at: '時刻',
  length: '長さ',
  worst: '最も遅い応答',
  slow: '基準超え',
  loss: 'パケット損失率',
  lossPlot: '10秒ごとのパケット損失率。横軸は時間です。',
  lossText: (ratio: string, lost: string, sent: string) =>
    `パケット損失率 ${ratio}（${sent}個のうち${lost}個）。`,
  lossAxis: (top: string) => `図の上端は${top}です。`,
  lossRange: (low: string, high: string) => `95%信頼区間は${low}〜${high}です。`,
  minutesHeading: '1分ごとの表',
  inHistory: '要約を端末の履歴に残しました。',
  notInHistory: 'このブラウザーが保存を許可していないため、履歴には残せませんでした。CSVは保存できます。',
  seconds: (seconds: string) => `${seconds}秒`,
  silent: '応答なし',
  asleep: (seconds: string) =>
    `端末かブラウザーが休止していた（またはタイマーを抑えていた）${seconds}秒は、回線のことが分からないため数えていません。`,
  failed: '見守りを始められませんでした。サーバーに接続できません。接続を確かめて、もう一度お試しください。',
};

export type WatchMessages = typeof watchJa;
