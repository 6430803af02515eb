/** Every Japanese text of the site, and the shape that each other language must have. */

import type { AddedDelayGrade } from '../../measurement-agent/metrics/added-delay.ts';
import type { ProblemReason } from '../../measurement-agent/protocol/problems.ts';
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
import { historyJa } from './history-ja.ts';
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
  nav: { test: '測定', history: '履歴', watch: '見守り', isps: 'プロバイダー', regions: '地域', api: 'API' },
  languageSwitch: 'Switch to English',
  otherLanguage: 'English',
  footerNav: 'このサイトについて',
  method: '測定方法と用語',
  source: 'ソースコード',
  licence: 'オープンソース（Apache-2.0）',
  noTracking: '広告も追跡もありません。Cookieも使いません。',
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

export const suitability = {
  uses: {
    web: 'Webの閲覧',
    hdVideo: 'HD動画',
    fourKVideo: '4K動画',
    calls: 'ビデオ会議',
    games: 'オンラインゲーム',
  },
  all: (uses: string) => `${uses}のどれにも余裕があります。`,
  some: (good: string, limited: string) => `${good}には十分です。${limited}では不足を感じることがあります。`,
  none: 'Webの閲覧でも待たされることがあります。',
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

export const run = {
  stages: { session: '準備', idle: '応答', loss: '損失', download: '下り', upload: '上り', submit: '保存' },
  announce: {
    session: 'サーバーに接続しています',
    idle: '応答時間を測定しています',
    loss: 'パケット損失を測定しています',
    download: '下りを測定しています',
    upload: '上りを測定しています',
    submit: '結果を保存しています',
    done: '測定が終わりました',
    stopped: '測定を中断しました',
  },
  datagramsSent: '個送信',
  secondsLeft: (seconds: string) => `残り約${seconds}秒`,
  remembered: (items: string) => `前回の回答（${items}）を使って測定します。`,
  saved: '覚えました。次の測定から使います。',
  forgotten: '消しました。次の測定には付けません。',
  counted: 'この結果は統計に含まれます。',
  notCounted: 'この結果は保存しましたが、統計には含まれません。',
  stoppedKept: '測定を中断しました。そこまでの値は「未完了」として保存し、統計には含めません。',
  stoppedEarly: '測定を始める前に中断しました。何も保存していません。',
  notMeasured: '未測定',
  bytesUsed: (bytes: string) => `今回の通信量: ${bytes}`,
  problems: {
    offline: {
      title: 'インターネットに接続されていません',
      next: 'ネットワークの接続を確かめてから、もう一度お試しください。何も保存していません。',
    },
    unreachable: {
      title: '測定サーバーに接続できません',
      next: 'サーバーが停止しているか、途中の機器が通信を止めています。しばらく待ってから、もう一度お試しください。',
    },
    blocked: {
      title: '測定用の接続（WebSocket）が遮断されています',
      next: '会社や学校のネットワーク、プロキシ、セキュリティーソフト、ブラウザーの拡張機能が止めていることがあります。別のネットワークで試すか、拡張機能を止めてお試しください。',
    },
    lost: {
      title: '測定の途中で接続が切れました',
      next: '回線かサーバーとの接続が切れたため、測定を終えられませんでした。もう一度お試しください。',
    },
    trouble: {
      title: 'サーバーに問題が起きています',
      next: 'こちら側の問題です。何も保存していません。数分待ってから、もう一度お試しください。',
    },
    refused: {
      title: 'サーバーが測定を受け付けませんでした',
      next: '理由は下のとおりです。もう一度始めると、新しい測定として受け付けます。',
    },
    notSubmitted: {
      title: '測定は終わりましたが、保存できませんでした',
      next: '測定値はこのページに残っています。接続を確かめて「もう一度送る」を押してください。',
    },
    failed: {
      title: '測定プログラムを動かせませんでした',
      next: 'ページを再読み込みしてください。続く場合は、ブラウザーを新しくしてお試しください。',
    },
  },
};

const declared = {
  heading: '回線について教えてください',
  optional: '任意',
  intro:
    '答えるほど、同じ条件の回線どうしで比べられるようになります。回答はこのブラウザーが覚え、次の測定から使います。',
  unsaid: '答えない',
  save: '覚える',
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

const home = {
  title: '回線速度と応答を測る',
  heading: '回線の実力を、測って残す。',
  lede: '下りと上りの速さ、空いているときと使っているときの応答時間を、約10秒で測ります。結果はプロバイダーと地域の統計になり、誰でも使えます。',
  start: '測定を始める',
  stop: '中断する',
  again: 'もう一度測る',
  sendAgain: 'もう一度送る',
  resultLink: '結果のページを開く',
  bytes: (perHundredMegabit: string, perGigabit: string, seconds: string) =>
    `通信量は多くても回線の速さ×約${seconds}秒ぶんで、100\u00a0Mbpsの回線で${perHundredMegabit}、1\u00a0Gbpsで${perGigabit}までです。精度が足りれば早く終わります。`,
  families: 'IPv4とIPv6を別々に測る（時間と通信量は2倍になります）',
  dataSaver: 'データ節約モード（10\u00a0MBまで。速い回線では目安になります）',
  metered: '従量制の回線やテザリングではご注意ください。',
  consentHeading: '測定を始めると',
  consent: [
    {
      term: '記録するもの',
      text: '測定値、日時、接続している事業者のネットワーク（AS番号）、おおまかな地域、答えていただいた回線の条件。',
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
  liveCurve: '測定中の速さの推移',
  doneHeading: '測定結果',
  problemHeading: '測定できませんでした',
  steps: '測定の段階',
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
    'isp-agent': '事業者の測定器',
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
  unknown: 'わからない',
  which: '正しい接続方式',
  send: 'この方式で記録する',
  left: '推定のまま残します。',
  failed: '記録できませんでした。接続を確かめて、もう一度お試しください。',
};

const missingReasons = {
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
    '中断や接続の切断など、測定そのものに不備があったものだけを除いています。遅いことは理由になりません。',
  countsHeading: '測定の数',
  hidden: '件数が少ないため表示していません（30回線以上で表示）',
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
  interval: (low: string, high: string) => `（${low}～${high}）`,
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
  sharedHeading: '共有するネットワーク',
  sharedText: 'ネットワークだけではどのプロバイダーか分からない測定を、ここにまとめています。',
  sharedBy: (names: string) => `${names}が共有`,
  members: 'このネットワークを使うプロバイダー',
  ownAs: (asn: string) => `AS${asn}を名乗るプロバイダーはまだ登録されていません。ASの名称で集計しています。`,
  kinds: {
    fixed: '固定回線のプロバイダー',
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
    next: 'プロバイダ、地域、または1か月に絞ってください。',
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
  title: '測定方法と用語',
  heading: '測定方法と用語',
  intro: '数字が何を意味し、何を意味しないかを、短くまとめます。',
  sections: [
    {
      heading: '速さ',
      text: 'あなたの端末とサーバーの間に複数の接続を張り、圧縮の効かない乱数のデータを流します。下りは端末、上りはサーバーと、どちらも受け取った側で数えます。通信の立ち上がりは除きます。TCPやIPのヘッダーは含まないため、契約上の「最大速度」より数%小さくなります。',
    },
    {
      heading: '応答時間',
      text: '速さとは別の接続で、短い信号の往復時間を測ります。何も流していないとき、下りを使い切っているとき、上りを使い切っているときの3通りです。',
    },
    {
      heading: '回線と件数',
      text: '同じ回線から何度測っても、1回線と数えます。回線ごとに測定の中央値をとり、その回線どうしを並べて25%点・中央値・75%点を求めます。30回線に満たないときは、値を表示しません。',
    },
    {
      heading: '統計に含めないもの',
      text: '測定そのものに不備があったものです。中断された測定、接続が切れた測定やネットワークが変わった測定、画面が隠れた測定、端末が忙しすぎた測定、同じ端末のほかの通信と重なった測定、端末とサーバーの数え方が食い違う測定、VPNやサーバー用ネットワークからの測定がこれにあたります。遅いこと、遠いこと、安定しないこと、損失が多いことは理由になりません。',
    },
    {
      heading: '用途の目安',
      text: '測定結果の文は次の目安で選んでいます。すべての条件を満たすとき「十分」とします。',
    },
  ],
  use: '用途',
  down: '下り',
  up: '上り',
  idle: '応答時間',
  working: '通信中の応答時間',
  atLeast: (figure: string) => `${figure} 以上`,
  atMost: (figure: string) => `${figure} 以下`,
  anyValue: '問わない',
};

export const ja = {
  site,
  metrics,
  suitability,
  run,
  declared,
  home,
  result,
  siblings,
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
  watch: watchJa,
};

export type Messages = typeof ja;
