/** ISPや規制当局が測定器を見守るページ。 */
export interface FleetMessages {
  title: string;
  description: string;
  lede: string;
  login: {
    title: string;
    lede: string;
    button: string;
    needLink: string;
    needAccess: string;
    notVouched: string;
    noGrant: string;
    failed: string;
    out: string;
  };
  who: { owner: (label: string) => string; regulator: string; admin: string };
  none: string;
  agents: string;
  /** 人数ではなく台数。 */
  counted: (agents: string, heard: string) => string;
  outOfService: (agents: string) => string;
  columns: {
    site: string;
    owner: string;
    state: string;
    stable: string;
    version: string;
    queued: string;
    clock: string;
    bytes: string;
  };
  state: { heard: string; silent: string; never: string; paused: string; retired: string; stolen: string };
  stability: { stable: string; unstable: string; 'too-new': string; 'server-away': string };
  windows: { day: string; month: string; quarter: string };
  unstableHours: (unstable: string, hours: string) => string;
  next: string;
  filter: {
    label: string;
    text: string;
    which: string;
    all: string;
    silent: string;
    button: string;
    nothing: string;
  };
  map: { heading: string; label: string; region: string; agents: string; unknown: string };
  download: string;
  downloadAgents: string;
  downloadResults: string;
  back: string;
  agent: {
    description: string;
    health: string;
    id: string;
    cohort: string;
    cohorts: { 'independent-agent': string; 'isp-agent': string };
    enrolled: string;
    heard: string;
    never: string;
    silentSince: string;
    group: string;
    tags: string;
    noGroup: string;
    slots: string;
    slotsText: (missed: string, skipped: string, failed: string) => string;
    spool: string;
    spoolText: (queued: string, refused: string, dropped: string) => string;
    clockText: (seconds: string) => string;
    bytesOf: (bytes: string, budget: string) => string;
    gaps: string;
    noGaps: string;
    from: string;
    to: string;
    goesOn: string;
    results: string;
    noResults: string;
    measured: string;
    download: string;
    upload: string;
    idle: string;
    loss: string;
    counts: string;
    yes: string;
    no: string;
  };
  pause: {
    heading: string;
    text: string;
    until: (moment: string, reason: string) => string;
    hours: string;
    options: { 1: string; 24: string; 168: string };
    reason: string;
    reasonDefault: string;
    start: string;
    end: string;
    higher: string;
  };
  schedule: {
    heading: string;
    of: { agent: string; group: string; campaign: string; default: string };
    kind: string;
    kinds: { poisson: string; stratified: string; campaign: string };
    testsADay: string;
    hours: string;
    timeZone: string;
    timeZoneHint: string;
    quiet: string;
    quietFrom: string;
    quietTo: string;
    monthly: string;
    monthlyHint: string;
    probes: string;
    probeOptions: { none: string; 60: string; 300: string; 900: string };
    probesEvery: (seconds: string) => string;
    preview: string;
    save: string;
    reset: string;
    previewed: string;
    wrong: string;
  };
  cost: {
    heading: string;
    tests: string;
    testBytes: string;
    probeBytes: string;
    total: string;
    capped: string;
    basis: { results: string; contract: string; assumed: string };
    oneVersion: string;
    bothVersions: string;
    upper: string;
  };
}

export const fleetJa: FleetMessages = {
  title: '測定器',
  description: '登録された測定器の状態、途切れ、結果、予定を見るページです。ログインが必要です。',
  lede: '登録された測定器が動いているか、いつ途切れたか、何を測ったかを見て、予定を変えたり止めたりできます。',
  login: {
    title: '測定器のページにログイン',
    lede: '測定器の所有者、規制当局、運営者のためのページです。',
    button: 'ログインする',
    needLink: '運営者から受け取った、一度だけ使えるログイン用リンクを開いてください。',
    needAccess: '組織のアカウントで確認されました。続けるにはログインしてください。',
    notVouched:
      'このページには、組織のアカウント（Cloudflare Access）でログインします。アカウントを確認できなかったため、Cloudflare Accessでログインしてから、もう一度開いてください。',
    noGrant:
      '組織のアカウントは確認できましたが、このページを見る許可がありません。運営者に許可を求め、許可されたら、もう一度開いてください。',
    failed: 'このリンクは期限が切れたか、すでに使われています。運営者に新しいリンクを求めてください。',
    out: 'ログアウト',
  },
  who: {
    owner: (label) => `${label}の測定器を見ています。`,
    regulator: '規制当局として、すべての測定器を見ています。変更はできません。',
    admin: '運営者として、すべての測定器を見ています。',
  },
  none: 'まだ測定器が登録されていません。運営者から登録トークンを受け取り、測定器でjissoku enrollを実行してください。',
  agents: '測定器の一覧',
  counted: (agents, heard) => `測定器は${agents}台で、そのうち${heard}台からこの1時間に連絡がありました。`,
  outOfService: (agents) => `${agents}台は利用終了か鍵の盗難のため使われておらず、地図には載りません。`,
  columns: {
    site: '設置場所',
    owner: '所有者',
    state: '状態',
    stable: '安定（30日）',
    version: '版',
    queued: '未送信',
    clock: '時計のずれ',
    bytes: '今月の通信量',
  },
  state: {
    heard: '動作中',
    silent: '連絡なし',
    never: '連絡がまだない',
    paused: '停止中',
    retired: '利用終了',
    stolen: '鍵が盗難',
  },
  stability: {
    stable: '安定',
    unstable: '不安定',
    'too-new': '登録から日が浅い',
    'server-away': 'サーバーの停止で不明',
  },
  windows: { day: '安定性（24時間）', month: '安定性（30日）', quarter: '安定性（90日）' },
  unstableHours: (unstable, hours) => `${hours}時間のうち${unstable}時間が不安定`,
  next: '次のページ',
  filter: {
    label: '一覧を絞り込む',
    text: '設置場所・所有者・タグ',
    which: '状態',
    all: 'すべて',
    silent: '連絡が途絶えているもの',
    button: '絞り込む',
    nothing: '当てはまる測定器はありません。',
  },
  map: {
    heading: '都道府県ごとの台数',
    label: '測定器の台数を都道府県ごとに濃淡で示した地図です。数は下の表にあります。',
    region: '都道府県',
    agents: '台数',
    unknown: '場所の届けがない',
  },
  download: 'ダウンロード',
  downloadAgents: '測定器の一覧（CSV）',
  downloadResults: 'この測定器の結果（CSV、30日分）',
  back: '測定器の一覧に戻る',
  agent: {
    description: '測定器1台の状態、途切れ、結果、予定です。',
    health: '状態',
    id: '識別子',
    cohort: '集計での扱い',
    cohorts: { 'independent-agent': '独立した測定器', 'isp-agent': 'ISPの測定器' },
    enrolled: '登録',
    heard: '最後の連絡',
    never: 'まだない',
    silentSince: '連絡が遅れています',
    group: 'グループ',
    tags: 'タグ',
    noGroup: 'なし',
    slots: '行われなかった測定',
    slotsText: (missed, skipped, failed) =>
      `動いていなかった${missed}回、見送った${skipped}回、失敗した${failed}回`,
    spool: '手元の結果',
    spoolText: (queued, refused, dropped) =>
      `未送信${queued}件、拒否${refused}件、空きがなく破棄${dropped}件`,
    clockText: (seconds) => `${seconds}秒`,
    bytesOf: (bytes, budget) => `${bytes}（上限${budget}）`,
    gaps: '途切れ（90日間）',
    noGaps: 'この90日間に途切れはありません。',
    from: '始まり',
    to: '終わり',
    goesOn: '続いています',
    results: '最近の結果',
    noResults: 'この30日間に結果はありません。',
    measured: '測定日時',
    download: '下り',
    upload: '上り',
    idle: '無負荷時の往復',
    loss: '損失',
    counts: '集計の対象',
    yes: 'はい',
    no: 'いいえ',
  },
  pause: {
    heading: '測定の停止',
    text: '停止すると、次の連絡（15分以内）から測定も監視の通信も行いません。',
    until: (moment, reason) => `${moment}まで停止しています（${reason}）。`,
    hours: '停止する長さ',
    options: { 1: '1時間', 24: '1日', 168: '7日間' },
    reason: '理由（測定器に伝わります）',
    reasonDefault: '保守作業',
    start: '停止する',
    end: '再開する',
    higher: 'この停止はグループか所有者の全体にかかっています。ここでは終えられません。',
  },
  schedule: {
    heading: '測定の予定',
    of: {
      agent: 'この測定器だけの予定です。',
      group: 'グループの予定です。',
      campaign: '集中測定の期間中です。',
      default: '既定の予定です。',
    },
    kind: '時刻の決め方',
    kinds: {
      poisson: '平均の回数で無作為に',
      stratified: '選んだ時間帯に1回ずつ',
      campaign: '今のまま（集中測定の日程）',
    },
    testsADay: '1日の平均回数（無作為のとき）',
    hours: '時間帯（選んだ時間帯のとき）',
    timeZone: '時間帯の基準',
    timeZoneHint: 'Asia/Tokyoのような名前。空欄なら測定器の設定に従います。',
    quiet: '測定しない時間',
    quietFrom: '測定しない時間の始まり',
    quietTo: '測定しない時間の終わり',
    monthly: '1か月の通信量の上限（GB）',
    monthlyHint: '空欄なら上限はありません。',
    probes: '測定の間の軽い監視',
    probeOptions: { none: '行わない', 60: '1分ごと', 300: '5分ごと', 900: '15分ごと' },
    probesEvery: (seconds) => `${seconds}秒ごと`,
    preview: '通信量を確かめる',
    save: 'この予定にする',
    reset: 'この測定器だけの予定をやめる',
    previewed: 'まだ保存していません。下の通信量を確かめてから保存してください。',
    wrong: '予定に誤りがあるため保存していません。時間帯と数を確かめてください。',
  },
  cost: {
    heading: '30日間の通信量の見積もり',
    tests: '測定の回数',
    testBytes: '測定の通信量',
    probeBytes: '監視の通信量',
    total: '合計',
    capped:
      '上限までの通信量は1日ごとに少しずつ使えるようになり、その日までの分を使い切ると、その日の残りの測定は短くなるか見送られます。',
    basis: {
      results: 'この測定器の最近の速さの中央値で計算しています。',
      contract: '届けられた契約の速さで計算しています。',
      assumed: '速さがまだ分からないため、上下1 Gbpsとして計算しています。',
    },
    oneVersion:
      '1回を1つの測定として計算しています（ip_version = "both"の測定器は、IPv4とIPv6で1つずつ測定します）。',
    bothVersions: '1回ごとにIPv4とIPv6で1つずつ測定するものとして計算しています。',
    upper: '安定した回線では測定が早く終わるので、実際はこれより少なくなります。',
  },
};
