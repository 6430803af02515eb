/** Texts of a result's plots on one axis of time, in Japanese; the shape that English must have. */
export const plotsJa = {
  heading: '測定の経過',
  legend:
    '速さ・応答時間・パケット損失を、同じ時間軸に並べています。縦の線と番号は、測定の段階の始まりです。点線は速さの値で、値を求めた区間に引いています。薄い部分は値に含めません。',
  sentence: (seconds: string, figures: string) => `${seconds} の測定の経過です。${figures}。`,
  figure: (label: string, value: string) => `${label}は ${value}`,
  peak: (delay: string, seconds: string) => `最も遅い応答は開始 ${seconds} 後の ${delay}`,
  lost: (lost: string, sent: string) => `${sent} 個中 ${lost} 個`,
  noneLost: (sent: string) => `${sent} 個中 0 個（損失なし）`,
  stagesLabel: '測定の段階',
  stages: {
    idle: '応答時間',
    loss: 'パケット損失',
    download: '下り',
    upload: '上り',
    bidirectional: '上り下り同時',
  },
  stageFrom: (name: string, seconds: string) => `${name}（${seconds}〜）`,
  rate: '速さ',
  delay: '応答時間',
  loss: 'パケット損失',
  plotText: (plot: string) => `${plot}の推移。数値は下の表にあります。`,
  idle: '空いているとき',
  working: '通信中',
  axis: '測定を始めてからの時間',
  notMeasured: (reason: string) => `測定していません：${reason}`,
  lossNotKept: '時間ごとの記録がありません。',
  tables: '測定の経過を表で見る',
  thinned: '応答時間は、一定の回数ごとに最短と最長だけを残しています。',
  line: '回線の状態',
  sent: '送った数',
  lostCount: '失われた数',
  rateTable: (label: string) => `${label}の速さ`,
};

export type PlotsMessages = typeof plotsJa;
