/** Japanese texts of the page of rule sets; the shape that English must have. */
export const profilesJa = {
  title: 'ほかの集計方法',
  lede: '同じ測定結果を、各国の規制機関の方法でも集計できます。どの値にも、方法の名前と版が付きます。',
  provisional: '暫定',
  provisionalText:
    '「仮定」の項目は、出典を読んで確かめることができていません。仮定が残る方法による値は暫定値です。',
  version: (version: string) => `第${version}版`,
  parameter: '項目',
  value: '値',
  source: '出典',
  assumed: '仮定',
  names: {
    default: '実測（標準）',
    'fcc-mba': 'FCC（米国）Measuring Broadband America',
    ofcom: 'Ofcom（英国）',
    bnetza: 'BNetzA（ドイツ）Breitbandmessung',
    'mic-2024': '総務省 固定ブロードバンド（2024年）',
  },
  parameters: {
    busyHours: '混雑する時間（時）',
    mobileBusyHours: '携帯電話回線で混雑する時間（時）',
    busyDays: '混雑する日',
    counted: '集計する測定',
    lineRule: '1回線の値の決め方',
    trimmedAbove: 'これより上の測定を除く分位',
    trimmedMetrics: '高い側の測定を除く指標',
    leastTests: '必要な測定の数',
    leastDays: '必要な日数',
    leastTestsADay: '1日に必要な測定の数',
    media: '端末のつなぎ方',
    lossRatioAtMost: 'パケット損失率の上限',
    idleRttMsAtLeast: '応答時間の下限（ms）',
    quantiles: '公表する分位',
    contractBands: '契約に対する割合の区分',
  },
  /** What the values that are words mean. */
  values: {
    busyDays: { 'every-day': '毎日', weekdays: '月〜金曜日' },
    counted: { all: 'すべての測定', busy: '混雑する時間の測定だけ' },
    lineRule: {
      'median-of-days': '日ごとの中央値の中央値',
      'median-of-tests': '測定の中央値',
      'trimmed-mean': '上端の測定を除いた平均',
    },
    anyMedium: '区別しない',
    noneTrimmed: '除かない',
    anyLoss: '上限なし',
    anyDelay: '下限なし',
    shown: '示す',
    notShown: '示さない',
  },
};

export type ProfilesMessages = typeof profilesJa;
