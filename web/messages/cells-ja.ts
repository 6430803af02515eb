/** Japanese texts of the pages of an ISP, a region, and an ISP in a region; the shape that English must have. */
import type { Dimension, Figure, Tier } from '../../measurement-agent/protocol/statistics.ts';

export const CELLS_JA = {
  title: (name: string) => `${name}の実測`,
  inRegion: (isp: string, region: string) => `${isp}（${region}）`,
  describe: (name: string, sentence: string) => `${name}の通信品質の実測値。${sentence}`,
  headline: {
    measured: (range: string, median: string, interval: string) =>
      `測定した回線の半数が${range}、中央値は${median}${interval}です。`,
    advertised: (rate: string) => `広告では最大${rate}。`,
    advertisedByPlan: (range: string) => `広告の最大速度は契約により${range}。`,
    range: (low: string, high: string) => `${low}〜${high}`,
    what: '下りの速さ。かっこ内は中央値の95%信頼区間です。',
  },
  period: {
    label: '期間',
    rolling: (days: string) => `過去${days}日`,
    months: '月ごとに見る',
    span: (from: string, to: string) => `${from}〜${to}`,
    notKept: 'この項目は過去90日と月ごとに集計しています。',
    hoursNotKept: '時間帯ごとの値は、過去90日だけを集計しています。',
    show: '過去90日の値を見る',
  },
  data: (section: string) => `「${section}」のデータ`,
  json: 'JSON',
  csv: 'CSV',
  tooFew: '回線数が足りないため、値がありません。',
  plans: {
    heading: '広告と実測',
    text: '広告にある最大速度と、契約速度が同じ区分だと申告された回線の、下りの中央値です。',
    plan: '契約',
    advertised: '広告の最大',
    measured: '実測の中央値',
    source: '出典',
    readOn: (day: string) => `${day}に確認`,
    none: '表示できません',
  },
  rates: { heading: '速さ', name: '速さ' },
  delays: { heading: '応答時間', name: '応答時間' },
  figure: '項目',
  boxText: (what: string) =>
    `${what}の箱ひげ図。箱は25〜75%点、ひげは10〜90%点、線は中央値。数値は表のとおり。`,
  boxLegend:
    '箱は25〜75%点の範囲、中の線は中央値、ひげは10〜90%点です。1回線を1つと数えます。かっこ内は中央値の95%信頼区間です。',
  more: 'ほかの分位点と平均',
  quantile: (percent: string) => `${percent}%点`,
  geometricMean: '幾何平均',
  evening: {
    heading: '混雑する時間の落ち込み',
    drop: (busy: string, other: string, percent: string) =>
      `混雑する時間の下りの中央値は${busy}、ほかの時間は${other}で、${percent}低くなります。`,
    rise: (busy: string, other: string, percent: string) =>
      `混雑する時間の下りの中央値は${busy}、ほかの時間は${other}で、${percent}高くなります。`,
    same: (busy: string, other: string) =>
      `混雑する時間の下りの中央値は${busy}、ほかの時間は${other}で、差は誤差の範囲です。`,
    when: '混雑する時間は、その地域の時刻で毎日19〜23時です。携帯電話の回線では12〜13時も含みます。',
    busy: '混雑する時間',
    other: 'ほかの時間',
    change: '違い',
  },
  hours: {
    heading: '曜日と時刻',
    text: 'その地域の時刻で、その時間に測定された回線の下りの中央値（Mbps）です。色が濃いほど速いことを示します。「·」は回線数が足りず、値がない時間です。',
    caption: '曜日と時刻ごとの下りの中央値（Mbps）',
    hour: '時刻',
    none: '値なし',
    tooFew: (count: string) =>
      `1週間の168の時間帯のうち、値を示せるのは${count}だけのため、表にしていません。示せる値はデータにあります。`,
    legend: '色の範囲（Mbps）',
    standard: (plain: string, standard: string) =>
      `どの時間も同じ重みで数えた中央値は${standard}です（測定された回線をそのまま数えると${plain}）。人は夜に測ることが多いためです。`,
  },
  trend: {
    heading: '月ごとの推移',
    chart: '下りの中央値の13か月の推移。縦の線は95%信頼区間。数値は表のとおり。',
    month: '月',
    rising: (slope: string, interval: string) => `1か月あたり${slope}${interval}の割合で速くなっています。`,
    falling: (slope: string, interval: string) => `1か月あたり${slope}${interval}の割合で遅くなっています。`,
    level: (slope: string, interval: string) =>
      `1か月あたりの変化は${slope}${interval}で、速くなったとも遅くなったとも言えません。`,
    table: '推移を表で見る',
    gap: '月が途切れているところは、表示できる回線数がありませんでした。',
  },
  distribution: {
    heading: '速さの分布',
    text: '下りの速さごとの回線数です。回線数は10回線単位、境目は2%以内で丸めています。',
    chart: '下りの速さごとの回線数のグラフ。数値は表のとおり。',
    range: '下りの速さ',
    table: '分布を表で見る',
    few: '分布は100回線以上で表示します。',
  },
  groups: {
    heading: '回線の条件別',
    text: '測定した人の申告で分けた、下りの速さです。',
    dimensions: {
      access: '回線の種類',
      method: '接続方式',
      tier: '契約速度',
      dwelling: '住まい',
      medium: '端末のつなぎ方',
    } satisfies Partial<Record<Dimension, string>>,
    unknown: '申告なし',
    tiers: {
      'to-100m': '100 Mbpsまで',
      'to-1g': '1 Gbpsまで',
      'to-2g': '2 Gbpsまで',
      'to-10g': '2 Gbpsを超える',
      unknown: '申告なし',
    } satisfies Record<Tier, string> as Record<Tier, string>,
    few: (names: string) =>
      `回線が少ないか、少数の回線の値が分かってしまうため、表示していないもの：${names}`,
    coverage: (share: string) =>
      `すべての契約速度を合わせて、このプロバイダーの回線の${share}です。同じ契約速度の回線が10に満たない地方は含みません。`,
    byMonth: (names: string) => `${names}で分けた値は、終わった月ごとに集計しています。`,
    showMonth: (month: string) => `${month}の値を見る`,
    tooMany: (names: string) =>
      `${names}で分けた値は、回線が多いためこのページでは集計していません。より狭い地域か、プロバイダーのページにあります。`,
  },
  contract: {
    heading: '契約速度に対する割合',
    text: '契約速度が申告された回線について、その速度の何割が出ているかです。帯の区切りは米国FCCの報告書に合わせています。',
    band: '下りの実測 ÷ 契約速度',
    share: '回線の割合',
    bands: { met: '95%以上', near: '80%以上95%未満', missed: '80%未満' },
    chart: (met: string, near: string, missed: string) =>
      `契約速度の95%以上が出ている回線は${met}、80%以上95%未満は${near}、80%未満は${missed}。`,
    consistency: (share: string, interval: string) =>
      `80%の回線が、混雑する時間の測定のうち80%で、契約速度の${share}${interval}以上を出しています（80/80）。`,
    none: '契約速度が申告された回線が足りないため、値がありません。',
  },
  uses: {
    heading: '用途の目安',
    text: '上の中央値から見た目安で、個々の回線のものではありません。半数の回線は、これより遅いか速いかします。',
    use: '用途',
    verdict: '評価',
    limit: '制約',
    unknown: '値が足りず、評価できません',
  },
  loss: { heading: '損失とゆらぎ', text: 'パケット損失率は、測れた回線だけのものです。' },
  figures: {
    pdvP95Ms: 'ゆらぎ',
    lossRatio: 'パケット損失率',
    rpm: '応答性（RPM）',
    downloadShare: '下り ÷ 契約速度',
    uploadShare: '上り ÷ 契約速度',
    peakLowShare: '混雑する時間の低いほうから20%点 ÷ 契約速度',
  } satisfies Partial<Record<Figure, string>>,
  exclusions: {
    heading: '含めなかった測定',
    reason: '理由',
    none: '理由ごとに10件以上となる除外はありません。',
    reasons: { 'line-unknown': 'どの回線か分からない', unknown: '理由の記録がない' } as Record<
      string,
      string
    >,
  },
  peers: {
    heading: (region: string, kind: string) => `${region}のプロバイダー：${kind}`,
    text: '順位は下りの中央値によります。データから決められる範囲で示し、範囲が重なるものは、差が誤差の範囲にあります（同順位）。月ごとの重複を除いて100回線以上測定されたプロバイダーが対象です。',
    rank: '順位',
    one: (rank: string) => `${rank}位`,
    range: (from: string, to: string) => `${from}〜${to}位`,
    isp: 'プロバイダー',
    median: '中央値',
    own: '（このページ）',
    none: '月ごとの重複を除いて100回線以上測定されたプロバイダーがないため、順位はありません。',
    notKept: 'この期間の順位はありません。都道府県では、過去90日と月ごとに順位を出しています。',
    otherKinds: 'ほかの種類のプロバイダーと、順位のつかないプロバイダー',
    listed: '測定されたプロバイダー',
    others: (count: string) => `ほかに${count}社が順位の対象です。`,
  },
  regions: {
    areas: '地方別',
    subdivisions: '都道府県別',
    inside: 'この中の都道府県',
    up: '全体の値',
    counts: '数は過去90日の回線数です。10未満の数は示しません。',
  },
  notes: {
    heading: '訂正と、プロバイダーからの説明',
    kinds: { erratum: '訂正', reply: 'プロバイダーからの説明' },
    none: 'この値への訂正や説明は、まだありません。',
    right:
      'プロバイダーは、自社の値について説明を載せるよう求めることができます。載せた説明と訂正は、日付をつけて残します。',
  },
  about: {
    heading: 'この値について',
    results: '測定件数',
    lines: '回線数',
    period: '期間',
    profile: '集計のルール',
    provisional: (profile: string, word: string) => `${profile}（${word}）`,
    profileText: (name: string, version: string) => `${name} 第${version}版`,
    method: '測定方法',
    updated: '最終更新',
    regions: '地域の分かり方',
    regionsText: (declared: string, guessed: string) => `申告 ${declared}、アドレスからの推定 ${guessed}`,
    more: '詳しく',
    all: 'このページの元データ',
  },
};

export type CellsMessages = typeof CELLS_JA;
