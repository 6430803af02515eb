/** Every Japanese text of the site, and the shape that each other language must have. */

import type { AddedDelayGrade } from '../../measurement-agent/metrics/added-delay.ts';
import type {
  RequirementSource,
  Use,
  UseDimension,
} from '../../measurement-agent/metrics/scores/use-requirements.ts';
import type { Grade } from '../../measurement-agent/metrics/scores/use-scores.ts';
import type { ProblemReason } from '../../measurement-agent/protocol/problems.ts';
import type { DivergenceReason, Suppression } from '../../measurement-agent/protocol/quality.ts';
import type { ResultDocument } from '../../measurement-agent/protocol/result.ts';
import type {
  AccessTechnology,
  Cohort,
  Confidence,
  ConnectionMethod,
  Dwelling,
  GuessReason,
  Medium,
  MissingReason,
} from '../../measurement-agent/protocol/vocabulary.ts';
import { CELLS_JA } from './cells-ja.ts';
import { fleetAlarmsJa } from './fleet-alarms-ja.ts';
import { fleetJa } from './fleet-ja.ts';
import { historyJa } from './history-ja.ts';
import { homeJa } from './home-ja.ts';
import { limiterJa } from './limiter-ja.ts';
import { openDataJa } from './open-data-ja.ts';
import { OVERVIEWS_JA } from './overviews-ja.ts';
import { plotsJa } from './plots-ja.ts';
import { profilesJa } from './profiles-ja.ts';
import { reportJa } from './report-ja.ts';
import { RESULT_PAGE_JA } from './result-page-ja.ts';
import { runJa } from './run-ja.ts';
import { shareJa } from './share-ja.ts';
import { STANDING_JA } from './standing-ja.ts';
import { VERDICT_TEXTS_JA } from './verdict-texts-ja.ts';
import { watchJa } from './watch-ja.ts';

type EndedBy = NonNullable<NonNullable<ResultDocument['download']>['endedBy']>;
type MissingField = keyof ResultDocument['missing'];

const site = {
  name: 'Jissoku',
  tagline: '回線の実力を測り、誰でも比べられる数字にする',
  demo: 'これは架空のデモデータです。実際に測定した値ではなく、社名もすべて架空のものです。',
  skip: '本文へ移動',
  mainNav: 'メインメニュー',
  menu: 'メニュー',
  closeMenu: '閉じる',
  menuGroups: { measure: '測る', figures: '調べる・比べる', data: 'データ' },
  nav: {
    test: '測定',
    history: '履歴',
    watch: '見守り',
    isps: 'プロバイダー',
    regions: '地域',
    report: '報告書',
    openData: 'オープンデータ',
    map: '地図',
    ranking: 'ランキング',
    compare: '比較',
    api: 'API',
  },
  languageSwitch: 'Switch to English',
  otherLanguage: 'English',
  footerNav: 'このサイトについて',
  footer: {
    about: 'このサイトについて',
    method: '測定方法と用語',
    privacy: 'プライバシー',
    accessibility: 'アクセシビリティ',
  },
  notConfigured: '（運営者が未設定）',
  source: 'ソースコード',
  licence: 'オープンソース（Apache-2.0）',
  noTracking: '広告も追跡もありません。Cookieも使いません。',
  loginCookie: '広告も追跡もありません。Cookieはログインのためだけに使います。',
};

export const metrics = {
  figures: {
    downloadBps: { label: '下り', meaning: '受信の速さ。ダウンロード、動画、Webページの表示に効きます。' },
    uploadBps: {
      label: '上り',
      meaning: '送信の速さ。ビデオ会議、写真やファイルのアップロードに効きます。',
    },
    idleRttMs: {
      label: '応答時間（Ping）',
      meaning: '回線が空いているときに、信号がサーバーまで往復する時間。短いほど快適です。',
    },
    workingRttDownloadMs: {
      label: '下り通信中の応答時間',
      meaning: '下りを使い切っている間の往復時間。大きく延びる回線では、通話やゲームが途切れやすくなります。',
    },
    workingRttUploadMs: {
      label: '上り通信中の応答時間',
      meaning: '上りを使い切っている間の往復時間。大きく延びる回線では、会議の音声が途切れやすくなります。',
    },
  },
  /** A label with what it is of: the median of a response time. */
  qualified: (label: string, note: string) => `${label}（${note}）`,
  interval: {
    label: '95%区間',
    meaning:
      '今回の測定から言える範囲。同じ条件で測り直すと、20回に19回はこのような区間に本当の値が入ります。',
  },
  steady: {
    label: '安定',
    meaning: '測定中の速さが10%以内にとどまったか。',
    yes: '安定していました',
    no: '測定中に変動しました',
  },
  slowMoments: { label: '遅い瞬間', meaning: '0.25秒ごとの速さのうち、遅いほうから10%の値。' },
  oneConnection: {
    label: '接続1本',
    meaning: '1本の接続だけで出た速さ。ほかより大きく低い場合、1本では使い切れない回線です。',
  },
  minimum: { label: '最小', meaning: '往復時間の最小値' },
  median: { label: '中央値', meaning: '半分の測定がこれ以下' },
  p95: { label: '95%点', meaning: '95%の測定がこれ以下' },
  ipdv: { label: 'ゆらぎ（隣り合う差の平均）', meaning: '続けて測った2回の往復時間の差の平均（RFC 3393）。' },
  pdv: { label: 'ゆらぎ（最小値との差の95%点）', meaning: '最も短い往復時間との差の95%点（RFC 5481）。' },
  samples: { label: '応答の測定回数', meaning: '返ってきた往復の数。' },
  loss: {
    label: 'パケット損失率',
    meaning: '送った信号のうち、届かなかった割合。上りと下りを合わせたもの。',
  },
  workingLoss: { label: '下り通信中のパケット損失率', meaning: '下りが混んでいる間に届かなかった割合。' },
  responsiveness: {
    label: '応答性（RPM）',
    meaning: '回線が混んでいるときに1分間で何回往復できるか（上りと下りの遅い方）。大きいほど快適です。',
  },
  selfRtt: {
    label: (direction: string) => `${direction}：通信中の接続そのものの応答時間`,
    meaning: '同じアプリがダウンロードやアップロードをしている間、次の応答を待つ時間。',
  },
  bidirectional: {
    label: '上り下り同時',
    meaning: '下りと上りを同時に使ったときの速度。',
    value: (down: string, up: string) => `下り ${down}、上り ${up}`,
  },
  addedDelay: {
    label: '混雑時に増える応答時間',
    meaning: '回線をいっぱいに使っているとき、応答がどれだけ遅くなるか。',
  },
};

interface GradeWords {
  letter: string;
  word: string;
  meaning: string;
}

export const suitability = {
  uses: {
    web: 'Webの閲覧',
    video: '動画の視聴',
    meeting: 'ビデオ会議',
    gaming: 'オンラインゲーム',
    backup: 'バックアップ',
  } satisfies Record<Use, string> as Record<Use, string>,
  grades: {
    excellent: { letter: 'A', word: '快適', meaning: '余裕があります' },
    good: { letter: 'B', word: '良好', meaning: '十分です' },
    fair: { letter: 'C', word: 'やや不足', meaning: '不足を感じることがあります' },
    poor: { letter: 'D', word: '不足', meaning: 'たびたび不足します' },
    bad: { letter: 'E', word: '困難', meaning: '使うのは難しいでしょう' },
  } satisfies Record<Grade, GradeWords> as Record<Grade, GradeWords>,
  dimensions: {
    downloadBps: '下りの速さ',
    uploadBps: '上りの速さ',
    idleRttMs: '応答時間',
    workingRttMs: '混雑時の応答時間',
    pdvP95Ms: '応答のゆらぎ',
    lossRatio: 'パケット損失率',
  } satisfies Record<UseDimension, string> as Record<UseDimension, string>,
  heading: '用途ごとの評価',
  score: (points: string) => `${points}点`,
  atMost: (points: string) => `最大${points}点`,
  limitedBy: (dimensions: string) => `制約：${dimensions}`,
  noLimit: '制約はありません',
  unknown: '速さが測れていないため、評価できません',
  partial: (missing: string) =>
    `${missing}は測定できなかったため、評価に含めていません。実際の評価は、これより低いことがあります。`,
  all: (uses: string) => `${uses}のどれにも余裕があります。`,
  some: (good: string, limited: string) => `${good}には十分です。${limited}では不足を感じることがあります。`,
  none: (limited: string) => `${limited}のどれでも、不足を感じることがあります。`,
  limit: (dimension: string) => `いちばんの制約は${dimension}です。`,
  incomplete: '測定が最後まで終わっていないため、用途の判断はできません。',
  addedDelay: {
    none: '混雑しても、応答はほとんど遅くなりません。',
    little: '混雑すると応答が少し遅くなりますが、ほぼ気づかない程度です。',
    noticeable: '混雑すると応答がはっきり遅くなります。ほかの通信中は、ゲームや通話に影響します。',
    large: '混雑すると応答が大きく遅れます。その間、通話が途切れることがあります。',
    'very-large': '混雑すると応答が非常に大きく遅れます。その間は、Webの閲覧も待たされます。',
  } satisfies Record<AddedDelayGrade, string> as Record<AddedDelayGrade, string>,
  delay: (idle: string, working: string, added: string) =>
    `空いているときの応答は ${idle}、通信中は ${working} です（どちらも中央値）。${added}`,
};

const declared = {
  heading: '回線について教えてください',
  optional: '任意',
  intro:
    '答えなくても構いません。答えるほど、同じ条件の回線どうしで比べられるようになります。回答はこの結果に加え、このブラウザーが覚えて、次の測定でも使います。',
  suggested:
    '選んである項目には、接続しているネットワークから推定したものがあります。違うときは直してください。',
  unsaid: '答えない',
  save: 'この結果に加える',
  change: '変更',
  forget: '忘れる',
  fields: {
    isp: 'プロバイダー',
    subdivisionCode: '都道府県',
    accessTechnology: '回線の種類',
    connectionMethod: '接続方式',
    dwelling: '住まい',
    medium: '端末のつなぎ方',
    contractDownloadBps: '契約速度（下り最大）',
    contractUploadBps: '契約速度（上り最大）',
  },
  accessTechnology: {
    ftth: '光ファイバー（戸建てまたは各戸まで）',
    catv: 'ケーブルテレビ',
    dsl: 'ADSLなどのDSL',
    vdsl: '光ファイバー＋VDSL（集合住宅）',
    fwa: 'ホームルーター・固定無線',
    mobile: '携帯電話',
    satellite: '衛星',
    other: 'その他',
  } satisfies Record<AccessTechnology, string> as Record<AccessTechnology, string>,
  connectionMethod: {
    pppoe: 'PPPoE',
    'ipoe-mape': 'IPoE（MAP-E: v6プラスなど）',
    'ipoe-dslite': 'IPoE（DS-Lite: transixなど）',
    'ipoe-native': 'IPoE（固定IP・事業者独自）',
    dhcp: 'DHCP（ケーブルテレビなど）',
    other: 'その他',
  } satisfies Record<ConnectionMethod, string> as Record<ConnectionMethod, string>,
  dwelling: {
    detached: '戸建て',
    'apartment-fibre': '集合住宅（各戸まで光配線）',
    'apartment-vdsl': '集合住宅（VDSL・電話線）',
    'apartment-lan': '集合住宅（LAN配線）',
  } satisfies Record<Dwelling, string> as Record<Dwelling, string>,
  medium: {
    wired: '有線LAN',
    wifi: 'Wi-Fi',
    cellular: '携帯電話回線',
  } satisfies Record<Medium, string> as Record<Medium, string>,
};

const result = {
  title: '測定結果',
  heading: '測定結果',
  measuredAt: '測定日時',
  synthetic: '試験用に作られた測定です。統計には含まれません。',
  counted: '統計に含まれます',
  notCounted: '統計に含まれません',
  countedText: '測定に不備がなかったため、プロバイダーと地域の統計に数えています。',
  notCountedText: '次の理由で、統計には数えていません。値そのものは下のとおりです。',
  notedHeading: '気づいた点',
  nextStep: '次にできること:',
  figuresHeading: 'すべての測定値',
  curvesHeading: '速さの推移',
  curveText: (label: string, goodput: string) => `${label}の速さの推移。全体の値は ${goodput}。`,
  curveLegend:
    '点線が値で、値を求めた区間に引いています。薄い部分（立ち上がりと、受信が滞った両端）は値に含めません。',
  curveLeftOut: '値には含めません',
  curveLevel: '全体の値',
  curveTable: (label: string) => `${label}の推移を表で見る`,
  elapsed: '経過',
  rate: '速さ',
  networkHeading: 'ネットワーク',
  network: {
    asn: 'AS番号',
    asName: 'ASの名称',
    isp: 'プロバイダー',
    region: '地域',
    ipVersion: 'IPバージョン',
    edge: '測定サーバーの拠点',
    timeZone: 'タイムゾーン',
    pathMtu: '経路MTU（一度に運べる最大のパケット）',
  },
  mtuBytes: (bytes: string) => `${bytes}バイト`,
  declaredHeading: '申告された回線の条件',
  declaredNone: '申告はありません。',
  summariesHeading: 'サーバーが見た通信',
  summariesText:
    '測定した側の数え方と突き合わせるため、サーバーが自分で数えた値です。大きく食い違う結果は統計に含めません。',
  summariesNone: 'サーバー側の記録はありません。',
  summary: {
    direction: '方向',
    bytes: 'サーバーが数えた量',
    agentBytes: '端末が数えた量',
    duration: '時間',
    connections: '接続数',
    edge: '拠点',
  },
  aboutHeading: 'この測定について',
  about: {
    id: '測定ID',
    agent: '測定プログラム',
    cohort: '測定の主体',
    methodVersion: '測定方法の版',
    protocol: 'プロトコル',
    transport: '通信方式',
    startedAt: '開始',
    receivedAt: '受付',
    duration: '測定時間',
    bytesDownload: '下りの通信量',
    bytesUpload: '上りの通信量',
  },
  endedBy: {
    precision: '十分な精度が出た',
    time: '予定の時間まで測った',
    bytes: '使ってよい通信量まで測った（そのぶん精度は下がります）',
  } satisfies Record<EndedBy, string> as Record<EndedBy, string>,
  load: {
    bytes: '受信側で数えた量',
    connections: '同時接続数',
    duration: '速さを求めた時間',
    endedBy: '測定の終わり方',
  },
  confidence: { low: '信頼度 低', medium: '信頼度 中', high: '信頼度 高' },
  lossCounts: (lost: string, sent: string) => `${sent}個のうち${lost}個`,
  figure: '項目',
  value: '値',
  meaning: '意味',
  unknown: '不明',
  downloads: 'この結果のデータ',
  json: 'JSONで見る',
  csv: 'CSVを保存',
  again: '自分の回線も測る',
  cohorts: {
    'crowd-browser': 'ブラウザーからの参加者',
    'independent-agent': '独立した測定器',
    'isp-agent': 'プロバイダーの測定器',
    'foreign-protocol': '他の方式からの取り込み',
  } satisfies Record<Cohort, string> as Record<Cohort, string>,
};

const siblings = {
  heading: 'IPv4とIPv6の比較',
  figure: '項目',
  working: '通信中の応答時間',
  unknown: '種類不明',
  none: '測定なし',
};

const connection = {
  heading: '接続方式の推定',
  guess: (method: string) => `${method}と推定します。`,
  confidence: {
    low: '確からしさは低めです。',
    medium: '確からしさは中くらいです。',
    high: '確からしさは高めです。',
  } satisfies Record<Confidence, string> as Record<Confidence, string>,
  reasons: {
    'mtu-1454': '経路MTUが1454バイトで、フレッツのPPPoEの値と同じです。',
    'mtu-1460': '経路MTUが1460バイトで、IPv4をIPv6に包んで運ぶ方式の値と同じです。',
    'mtu-1492': '経路MTUが1492バイトで、PPPoEの標準の値と同じです。',
    'vne-network': 'IPoE接続の卸事業者（VNE）のネットワークから接続しています。',
    'network-uses-mape': 'このネットワークの事業者は、IPv4をMAP-Eで運んでいます。',
    'network-uses-dslite': 'このネットワークの事業者は、IPv4をDS-Liteで運んでいます。',
    'ipv6-seen': 'IPv6で測定サーバーに接続しています。',
    'cable-network': 'ケーブルテレビ事業者のネットワークから接続しています。',
    'cable-declared': '回線の種類はケーブルテレビだと申告されています。',
  } satisfies Record<GuessReason, string> as Record<GuessReason, string>,
  unconfirmed: '推定です。測定した人の確認はまだありません。',
  confirmed: '測定した人が、この推定どおりだと答えています。',
  denied: (method: string) => `測定した人は「${method}」だと答えています。`,
  question: '合っていますか。',
  yes: 'はい',
  other: '別の方式',
  unknown: '分からない',
  which: '正しい接続方式',
  send: 'この方式で記録する',
  left: '推定のまま残します。',
  failed: '記録できませんでした。接続を確かめて、もう一度お試しください。',
};

export const missingReasons = {
  'not-measured': 'この測定では測っていません。',
  stopped: '測る前に中断されました。',
  'connection-lost': '接続が切れたため、値がありません。',
  'too-few-samples': '測定の数が足りず、値を求められません。',
  'no-turn': 'サーバーに損失測定用の中継（TURN）がないため、測っていません。',
  'udp-blocked': 'UDPの通信が通らないため、測れません。',
  'not-supported': 'この端末ではWebRTCが使えないため、測れません。',
} satisfies Record<MissingReason, string> as Record<MissingReason, string>;

const missingFields = {
  idle: '応答時間（Ping）',
  download: '下り',
  upload: '上り',
  loss: 'パケット損失率',
  responsiveness: '応答性（RPM）',
  'download.workingRttMs': '下り通信中の応答時間',
  'upload.workingRttMs': '上り通信中の応答時間',
  'download.selfRttMs': '下りの通信自身の応答時間',
  'upload.selfRttMs': '上りの通信自身の応答時間',
  'loss.working': '下り通信中のパケット損失率',
  bidirectional: '上り下り同時',
} satisfies Record<MissingField, string> as Record<MissingField, string>;

const figures = {
  period: (days: string) => `過去${days}日`,
  periodColumn: '期間',
  results: '測定件数',
  lines: '回線数',
  linesShort: (lines: string) => `${lines}回線`,
  resultsShort: (results: string) => `${results}件`,
  excluded: '除外した測定',
  excludedText:
    '中断や接続の切断など測定に不備があったもの、VPNやサーバー用ネットワークを通したもの、データ量の上限で速さを確かめきれなかったもの、どの回線か分からないものを除いています。遅いことは理由になりません。',
  countsHeading: '測定の数',
  hidden: {
    'too-few-lines': '件数が少ないため表示していません（30回線以上で表示）',
    'one-prefix': '1つのアドレス帯の測定しかないため表示していません',
    complementary: '表示すると、ほかの少数の回線の値が計算で分かってしまうため表示していません',
  } satisfies Record<Suppression, string> as Record<Suppression, string>,
  noFigure: '値がありません',
  q25: '25%点',
  q50: '中央値',
  q75: '75%点',
  boxPlotText: (label: string) => `${label}の箱ひげ図。箱は25〜75%点、線は中央値。数値は表のとおり。`,
  boxLegend:
    '箱は25〜75%点の範囲、中の線は中央値です。1回線を1つと数えます。かっこ内は、中央値の95%信頼区間です。',
  methodVersion: (version: string) => `測定方法 第${version}版`,
  updatedAt: (moment: string) => `最終更新 ${moment}`,
  neverUpdated: 'まだ集計していません',
  fewerThanTen: '10未満',
  interval: (low: string, high: string) => `（${low}〜${high}）`,
  emptyHeading: '測定された回線はまだ10未満です',
  emptyText:
    '個々の回線が特定されないよう、10回線以上になってから件数を公開します。あなたの測定も加えてみませんか。約10秒で終わります。',
  emptyLink: '回線を測る',
};

const isp = {
  listTitle: 'プロバイダー別の実測',
  listHeading: 'プロバイダー',
  listText: (days: string) =>
    `参加者が測った回線を、プロバイダーごとにまとめています。数は過去${days}日のものです。`,
  name: '名称',
  networksHeading: 'ネットワーク（AS番号）',
  networksText: '測定を受けた接続がどのネットワークから来たかで、プロバイダーを見分けています。',
  role: '役割',
  divergence: {
    heading: 'プロバイダー自身の測定器との比較',
    text: 'プロバイダー自身の測定器の値は、参加者の測定とは混ぜずに集計しています。ここでは過去90日の下り速度の中央値を、同じ地域、契約速度、時間帯の回線どうしで比べています。',
    own: 'プロバイダー自身の測定器の値',
    crowd: '参加者の測定値',
    reasons: {
      'too-few-agents': 'このプロバイダー自身の測定器は、同じ条件で10回線に満たないため、比べられません。',
      'too-few-of-the-crowd': '参加者の回線が、同じ条件で10回線に満たないため、比べられません。',
      'no-common-stratum':
        'プロバイダー自身の測定器と参加者には、10回線以上そろう共通の条件がないため、比べられません。',
    } satisfies Record<DivergenceReason, string> as Record<DivergenceReason, string>,
  },
  sharedHeading: '共有するネットワーク',
  sharedText: 'ネットワークだけではどのプロバイダーか分からない測定を、ここにまとめています。',
  sharedBy: (names: string) => `${names}が共有`,
  members: 'このネットワークを使うプロバイダー',
  ownAs: (asn: string) => `AS${asn}を名乗るプロバイダーはまだ登録されていません。ASの名称で集計しています。`,
  kinds: {
    fixed: '固定回線（自社網）',
    fvno: '固定回線（卸回線、FVNO）',
    catv: 'ケーブルテレビ',
    mno: '携帯電話会社',
    mvno: '格安SIM（MVNO）',
    vne: 'IPv6接続の卸（VNE）',
    satellite: '衛星',
    cloud: 'クラウド・データセンター',
    education: '教育・研究',
    business: '法人向け',
    shared: '共有するネットワーク',
    network: 'その他のネットワーク',
    other: 'その他',
  },
  roles: {
    own: '自社のネットワーク',
    vne: 'IPv6接続（VNE）',
    wholesale: '卸',
    'mno-host': '借りている携帯電話網',
  },
};

const region = {
  listTitle: '地域別の実測',
  listHeading: '地域',
  listText: (days: string) =>
    `日本は総合通信局の管区ごとの11地域と都道府県、ほかは国ごとにまとめています。数は過去${days}日のものです。`,
  japan: '日本',
  areas: '日本の地域と都道府県',
  countries: 'ほかの国と地域',
  noCountries: '日本のほかには、まだ測定がありません。',
  children: 'この中の地域',
  name: '地域',
  breadcrumb: '現在位置',
};

export const problems = {
  'bad-json': { title: '本文がJSONとして読めません', next: '送信した内容を確かめてください。' },
  'bad-request': { title: '要求が仕様に合っていません', next: 'APIの説明と見比べてください。' },
  'bad-token': {
    title: '測定の許可証がないか、このサーバーのものではありません',
    next: '測定を最初からやり直してください。',
  },
  'token-expired': { title: '測定の有効期限が切れました', next: '測定を最初からやり直してください。' },
  'bad-signature': {
    title: '要求の署名が、名乗った鍵のものではありません',
    next: '署名の作り方をプロトコルの説明と見比べてください。',
  },
  'unknown-agent': { title: 'この鍵で登録された測定器はありません', next: '先に測定器を登録してください。' },
  'clock-skew': {
    title: '要求が別の時刻に署名されています',
    next: '測定器の時計を合わせて、もう一度署名してください。',
  },
  replayed: { title: '同じ要求がすでに送られています', next: '要求のたびに署名し直してください。' },
  'agent-revoked': {
    title: 'この測定器は利用を停止されています',
    next: '運営者に確かめて、もう一度登録してください。',
  },
  'key-stolen': {
    title: 'この測定器の鍵は盗難が届け出られています',
    next: '測定器から鍵を取り除いて、もう一度登録してください。',
  },
  'token-used': {
    title: 'この登録トークンはほかの測定器が使いました',
    next: '運営者に別の登録トークンを求めてください。',
  },
  forbidden: {
    title: 'この鍵やログインでは、この操作はできません',
    next: 'ページを読み込み直すか、権限のある人としてログインしてください。',
  },
  'name-taken': { title: '同じ名前のものがすでにあります', next: '別の名前にしてください。' },
  'foreign-token': { title: 'ほかの測定の許可証が使われました', next: '測定を最初からやり直してください。' },
  'wrong-network': {
    title: '測定の途中でネットワークが変わりました',
    next: 'Wi-Fiと携帯電話回線の切り替えやVPNが原因のことがあります。接続を固定して、もう一度お試しください。',
  },
  'not-found': {
    title: 'ページが見つかりません',
    next: 'アドレスが間違っているか、この名前の結果・プロバイダー・地域がありません。',
  },
  'method-not-allowed': { title: 'この操作はできません', next: 'APIの説明を確かめてください。' },
  'result-deleted': {
    title: 'この結果は削除されました',
    next: '測定した人が削除しました。統計にも含まれていません。',
  },
  'body-too-large': { title: '送信した内容が大きすぎます', next: '送信した内容を確かめてください。' },
  'body-too-slow': { title: '本文の受信に時間がかかりすぎています', next: '20秒以内に送信してください。' },
  'bad-content-type': { title: '本文の形式が違います', next: 'application/json で送ってください。' },
  'not-kept': {
    title: 'この組み合わせの統計はありません',
    next: '条件を減らすか、終わった暦月を指定してください。',
  },
  'too-broad': {
    title: 'この組み合わせは対象が多すぎます',
    next: 'プロバイダー、地域、または1か月に絞ってください。',
  },
  'not-enough-lines': {
    title: '回線数が少ないため公開できません',
    next: 'より広い地域、またはより長い期間を指定してください。',
  },
  'upgrade-required': {
    title: 'ここは測定専用の入口です',
    next: 'WebSocketでだけ使えます。ブラウザーでは測定ページをお使いください。',
  },
  'over-budget': {
    title: 'この測定で使える通信量か接続数を超えました',
    next: '少し待ってから、測定を最初からやり直してください。',
  },
  'too-many-requests': {
    title: '混み合っています',
    next: 'お使いのネットワークから同時に多くの要求が届いています。1分ほど待ってから、もう一度お試しください。',
  },
  'server-error': {
    title: 'サーバーに問題が起きました',
    next: 'こちら側の問題です。何も保存していません。しばらく待ってから、もう一度お試しください。',
  },
  'not-configured': {
    title: 'サーバーの準備ができていません',
    next: '運営者による設定が終わっていません。しばらく待ってから、もう一度お試しください。',
  },
} satisfies Record<ProblemReason, { title: string; next: string }> as Record<
  ProblemReason,
  { title: string; next: string }
>;

const problemPage = {
  home: '測定ページへ',
  status: (status: string) => `エラー ${status}`,
};

const api = {
  title: 'API',
  heading: 'API',
  intro: 'このサイトの測定と結果は、すべてこのAPIでやり取りしています。登録は要りません。',
  document: 'OpenAPI文書（JSON）',
  operations: '操作',
  parameters: 'パラメーター',
  requestBody: '送る内容',
  responses: '返る内容',
  problems: '問題の種類（RFC 9457）',
  problemsText: '受け付けられない要求には、理由を示す問題文書（application/problem+json）を返します。',
  status: '状態',
  type: '種類',
  meaning: '意味',
  required: '必須',
  optional: '省略可',
  parameter: { path: 'パス', query: 'クエリー', header: 'ヘッダー', cookie: 'Cookie' } as Record<
    string,
    string
  >,
  noBody: '内容はありません。',
  oneOf: '次のどれか',
  listOf: '次の並び',
  mapOf: '名前ごとに次の値',
  nullable: 'null可',
  anything: '任意の値',
  seeAbove: '上と同じ形',
  constraints: {
    minimum: '最小',
    maximum: '最大',
    minLength: '最小文字数',
    maxLength: '最大文字数',
    minItems: '最少件数',
    maxItems: '最多件数',
    pattern: 'パターン',
  },
};

const method = {
  use: '用途',
  dimension: '値',
  perfect: '100点',
  poor: '0点',
  source: '出典',
  scoreVersion: (version: string) => `評価の基準：第${version}版`,
  atLeast: (figure: string) => `${figure} 以上`,
  atMost: (figure: string) => `${figure} 以下`,
  sources: {
    iqb: 'IQB（M-Lab）',
    rtr: 'RTR-Netztest',
    aim: 'AIM（Cloudflare）',
    qoo: 'QoOの草案の例',
    rpm: 'RPMの草案の区分',
    y1541: 'ITU-T Y.1541 クラス0',
    g114: 'ITU-T G.114',
    zoom: 'Zoomの要件',
    assumed: '仮に定めた値',
  } satisfies Record<RequirementSource, string> as Record<RequirementSource, string>,
};

export const ja = {
  cells: CELLS_JA,
  openData: openDataJa,
  overviews: OVERVIEWS_JA,
  profiles: profilesJa,
  site,
  metrics,
  suitability,
  run: runJa,
  declared,
  home: homeJa,
  limiter: limiterJa,
  plots: plotsJa,
  result,
  siblings,
  resultPage: RESULT_PAGE_JA,
  standing: STANDING_JA,
  connection,
  verdictReasons: VERDICT_TEXTS_JA,
  missingReasons,
  missingFields,
  figures,
  isp,
  region,
  problems,
  problemPage,
  api,
  method,
  history: historyJa,
  report: reportJa,
  share: shareJa,
  watch: watchJa,
  fleet: fleetJa,
  fleetAlarms: fleetAlarmsJa,
};

export type Messages = typeof ja;
