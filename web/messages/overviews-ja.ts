/** Japanese texts of the ranking, the comparison and the map; the shape that English must have. */
import type { RankedKind, Suppression, UnrankedReason } from '../../measurement-agent/protocol/quality.ts';
import type { Metric } from '../../measurement-agent/protocol/statistics.ts';

/** What is more or less of a metric. */
interface MoreOrLess {
  more: (a: string, b: string, range: string) => string;
  less: (a: string, b: string, range: string) => string;
}

const rate = {
  more: (a: string, b: string, range: string) => `${a}は${b}より${range}速いです。`,
  less: (a: string, b: string, range: string) => `${a}は${b}より${range}遅いです。`,
};
const delay = {
  more: (a: string, b: string, range: string) => `${a}は${b}より${range}長くかかります。`,
  less: (a: string, b: string, range: string) => `${a}は${b}より${range}短くて済みます。`,
};
const amount = {
  more: (a: string, b: string, range: string) => `${a}は${b}より${range}大きいです。`,
  less: (a: string, b: string, range: string) => `${a}は${b}より${range}小さいです。`,
};

export const OVERVIEWS_JA = {
  form: {
    region: '地域',
    metric: '比べる値',
    period: '期間',
    isp: (number: string) => `プロバイダー ${number}`,
    none: '選択しない',
    show: '表示する',
    country: '国',
    areas: '地方',
    subdivisions: '都道府県',
    others: 'そのほかの国',
    months: '月',
    rolling: '最近',
    quarters: '四半期',
    quarter: (year: string, quarter: string) => `${year}年第${quarter}四半期`,
  },
  refused: {
    'not-kept': 'この組み合わせは集計していません。期間を「過去90日」か月にすると表示できます。',
    other: 'この条件で表示できる値がありません。',
  },
  ranking: {
    title: 'プロバイダーのランキング',
    heading: 'ランキング',
    describe: (kind: string, region: string, metric: string, period: string) =>
      `${kind}の順位。${region}、${metric}の中央値、${period}。誤差の範囲の差には順位をつけません。`,
    lede: '中央値の順に並べ、データから決められる範囲で順位を示します。範囲が重なるものどうしは、差が誤差の範囲です（同順位）。',
    kind: '種別',
    kinds: {
      fixed: '固定回線（自社網）',
      fvno: 'FVNO（卸回線）',
      catv: 'ケーブルテレビ',
      mno: 'MNO（携帯電話会社）',
      mvno: 'MVNO（格安SIM）',
      satellite: '衛星',
    } satisfies Record<RankedKind, string> as Record<RankedKind, string>,
    kindsText: {
      fixed: '自社の回線網で提供するプロバイダーです。',
      fvno: 'ほかの事業者から卸を受けた固定回線で提供するプロバイダーです（光コラボレーションなど）。',
      catv: 'ケーブルテレビのプロバイダーです。',
      mno: '自社の無線網を持つ携帯電話会社です。',
      mvno: 'ほかの会社の無線網を借りて提供するプロバイダーです。',
      satellite: '衛星通信のプロバイダーです。',
    } satisfies Record<RankedKind, string> as Record<RankedKind, string>,
    table: (metric: string, region: string) => `${metric}（${region}）`,
    bars: '名前の下の横線は、点が中央値、線がその95%信頼区間です。',
    interval: 'かっこ内は95%信頼区間です。',
    results: (count: string) => `測定${count}件`,
    tied: (count: string) => `${count}社と同順位`,
    none: 'この条件で、月ごとの重複を除いて100回線以上測定されたプロバイダーがないため、順位はありません。',
    others: (count: string) => `続く${count}社は、CSVとJSONにあります。`,
    unranked: '順位のないプロバイダー',
    unrankedText: '測定はされていますが、次の理由で順位をつけていません。',
    unrankedOthers: (count: string) => `ほかに${count}社あります。`,
    reason: '理由',
    reasons: {
      'too-few-lines': '月ごとの重複を除くと100回線に満たない',
      'one-prefix': '1つのアドレス帯の測定しかない',
      complementary: '表示すると、ほかの少ない回線の値が分かってしまう',
      'no-ranked-kind': '複数のブランドが共用するネットワークなど、順位をつけない種別',
    } satisfies Record<UnrankedReason, string> as Record<UnrankedReason, string>,
    compare: '上位を詳しく比べる',
    map: '同じ値を地図で見る',
  },
  compare: {
    title: 'プロバイダーを比べる',
    heading: '比較',
    describe: '同じ地域、同じ契約速度、同じ時間帯の回線どうしで、プロバイダーを4社まで比べます。',
    lede: '地域、契約速度、時間帯が同じ回線どうしを比べ、条件の違いによる差を除きます。4社まで選べます。',
    choose: '比べるプロバイダーを2社以上選んでください。',
    unknown: (names: string) => `見つからないプロバイダー：${names}`,
    medians: (region: string) => `中央値とばらつき（${region}）`,
    mediansText: '条件をそろえる前の、測定された回線そのままの値です。',
    pairs: '条件をそろえた差',
    pairsText:
      '地域 × 契約速度 × 時間帯（混雑する時間とほかの時間）が同じ回線どうしの差です。どちらかが10回線未満の組み合わせは除きます。',
    words: {
      downloadBps: rate,
      uploadBps: rate,
      idleRttMs: delay,
      workingRttDownloadMs: delay,
      workingRttUploadMs: delay,
      pdvP95Ms: amount,
      lossRatio: amount,
      rpm: amount,
    } satisfies Record<Metric, MoreOrLess> as Record<Metric, MoreOrLess>,
    withinError: (a: string, b: string) => `${a}と${b}の差は、誤差の範囲です。`,
    same: '同じ地域、契約速度、時間帯での比較です。',
    difference: (value: string, interval: string) => `差の推定値 ${value}${interval}`,
    coverage: (a: string, shareA: string, b: string, shareB: string) =>
      `比べられた回線：${a}の${shareA}、${b}の${shareB}`,
    strata: (count: string) => `比べた条件の内訳（${count}件）`,
    area: '地域',
    tier: '契約速度',
    band: '時間帯',
    bands: { peak: '混雑する時間', 'off-peak': 'ほかの時間' } as Record<string, string>,
    weight: '重み',
    lines: (name: string) => `${name}の回線数`,
    noCommon: (a: string, b: string) =>
      `${a}と${b}には、10回線以上そろう共通の条件がないため、条件をそろえて比べられません。`,
    notKept:
      '条件をそろえた差は、過去90日、月、四半期について集計しています。この期間では、中央値だけを並べます。',
    notInPrefectures:
      '都道府県ごとの集計には契約速度の区分がないため（分けると回線が少なくなりすぎます）、条件をそろえた差は出していません。上の中央値の差には、契約速度の違いも含まれます。',
    compareAround: (region: string) => `${region}での、条件をそろえた差を見る`,
    distributionsText: '回線数を、同じ区切りで並べています。回線数は10回線単位、境目は2%以内で丸めています。',
    distributionChart: (name: string, metric: string) =>
      `${name}の、${metric}ごとの回線数のグラフ。数値は表のとおり。`,
    distributionTable: (name: string) => `${name}の分布を表で見る`,
    few: (names: string) => `分布は100回線以上で表示します。表示できないもの：${names}`,
    hidden: '表示できる値がありません',
    link: 'ほかのプロバイダーと比べる',
  },
  map: {
    title: '通信品質の地図',
    heading: '地図',
    describe: (metric: string, period: string) =>
      `${metric}の中央値を地域ごとに色分けした地図。${period}。数値の表もあります。`,
    japan: '日本（都道府県）',
    world: '世界（国と地域）',
    area: '範囲',
    label: (metric: string) =>
      `${metric}の中央値の地図。地域ごとに値を持つリンクです。数値は下の表のとおり。`,
    lede: '測定された回線の中央値です。地域を選ぶと、その地域のページを開きます。',
    legend: '色の範囲',
    hidden: '値を示さない',
    hiddenBecause: {
      'too-few-lines': '回線が少ないため値を示さない',
      'one-prefix': '1つのアドレス帯の測定しかないため値を示さない',
      complementary: 'ほかの少数の回線の値が分かってしまうため値を示さない',
    } satisfies Record<Suppression, string> as Record<Suppression, string>,
    none: '測定がない',
    inset: '左上の枠は沖縄県です。',
    table: '値の表',
    color: '色',
    empty: 'この期間に値を示せる地域はありません。',
    source: '形：Natural Earth（パブリックドメイン）',
  },
};

export type OverviewsMessages = typeof OVERVIEWS_JA;
