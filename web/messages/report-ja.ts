/** Japanese texts of reports; the shape that English must have. */
import type { Metric } from '../../measurement-agent/protocol/statistics.ts';

export const reportJa = {
  title: (region: string, period: string) => `品質報告書 ${region} ${period}`,
  describe: (region: string, period: string) =>
    `${region}のインターネット回線の実測値（${period}）。プロバイダー別の箱ひげ図と表、95%信頼区間、除外した測定、測定方法。`,
  heading: '品質報告書',
  lede: (region: string, period: string) => `${region}、${period}に測定された回線の品質です。`,
  provisional: '暫定',
  range: {
    name: '実効速度の範囲（25〜75%値）',
    delay: '中央値に近い半数の範囲（25〜75%値）',
    note: '総務省のガイドラインは、測定値のうち中央値に近い半数（25〜75%値）を箱ひげ図で示し、「実効速度」と呼びます。これは移動系のガイドライン（2015年）の用語です。固定ブロードバンドのガイドライン（2024年）の本文とは照合できていないため、この呼び方と区切りは暫定です。',
    sentence: (range: string, median: string, interval: string) =>
      `全体では${range}、中央値は${median}${interval}です。`,
  },
  frozen: {
    tag: '確定版',
    text: (name: string, at: string) => `${name}版。${at}に確定しました。この版の値は変わりません。`,
    newer: 'この月には訂正した版があります：',
    older: '訂正前の版',
    link: (name: string) => `${name}版`,
  },
  live: {
    tag: '速報',
    text: (at: string) => `確定版ではありません。${at}の公表値で、次の公表で変わることがあります。`,
    never: '確定版ではありません。まだ何も公表されていません。',
  },
  form: {
    label: '報告書の対象',
    region: '地域',
    period: '期間',
    months: '確定版（月）',
    rolling: '速報',
    running: '速報（確定前の月）',
    metrics: '項目',
    profile: '集計のルール',
    show: '表示する',
  },
  byProfile: {
    text: (name: string) =>
      `集計のルール「${name}」で、この月の測定結果から計算した値です。確定版は標準のルールだけで作ります。`,
    link: 'ルールの内容',
    assumed: (names: string) => `次の項目は出典で確かめられていない仮定のため、値は暫定です：${names}`,
  },
  refused: {
    'not-kept': 'この期間の報告書は作れません。',
    'too-broad':
      '測定が多すぎるため、この範囲の報告書は作れません。都道府県など、より狭い地域を選んでください。',
    byProfile: '標準以外のルールでは、終わった月だけを集計します。期間に月を選んでください。',
  },
  summary: {
    heading: '概要',
    region: '地域',
    isps: '値を示したプロバイダー',
    hidden: '値を示していないプロバイダー',
    cohort: '対象',
    cohortText: 'ブラウザーで測定した個人の回線',
    hash: '入力ハッシュ（SHA-256）',
    answers: '値のハッシュ（SHA-256）',
    edition: '版',
    profile: '集計のルール',
  },
  byIsp: 'プロバイダー別',
  isp: 'プロバイダー',
  whole: (region: string) => `${region}全体`,
  rest: (count: string) => `回線数の多い順に示しています。ほかの${count}社はCSVとJSONにあります。`,
  unlisted: (count: string) => `このほか${count}社は、1,000社の上限を超えるため載せていません。`,
  parts: { areas: '地方別', subdivisions: '都道府県別', name: '地域' },
  none: {
    heading: '示せる値がありません',
    empty: 'この地域では、この期間に測定された回線がありません。',
    isps: '値を示せるプロバイダーがありません（30回線以上で表示）。',
  },
  changes: {
    heading: 'この版で訂正した値',
    text: '前の版のあとに届いた測定、削除された測定、条件の申告が変わった測定を反映しました。値は10回線以上が変わったときにだけ変わります。',
    first: 'この月の最初の版です。訂正はありません。',
    none: 'この地域とそのプロバイダーの、ここに示す項目に訂正はありません。',
    regions: (names: string) => `値が変わった地域：${names}`,
    what: '対象',
    metric: '項目',
    before: '前の版の中央値',
    after: 'この版の中央値',
    linesBefore: '前の回線数',
    linesAfter: '今の回線数',
    others: '同時に変わった値',
    noMetric: '項目以外の値',
    quantile: (percent: string) => `${percent}%点`,
    members: {
      geometricMean: '幾何平均',
      peak: '混雑時間帯の中央値',
      offPeak: 'その他の時間帯の中央値',
      independentLines: '区間のもとになる回線数',
      lines: '回線数',
      results: '測定数',
      suppressed: '表示しない理由',
      ranked: '順位の対象かどうか',
      regions: '地域が申告か推定かの割合',
      excluded: '除外した測定',
      'contract/lines': '契約が分かる回線数',
      'contract/bands': '契約速度に対する達成率別の回線の割合',
      'contract/consistency8080': '80/80',
    } as Record<string, string>,
    notShown: '表示なし',
  },
  annex: {
    heading: '付録：測定と集計の方法',
    items: [
      {
        heading: '測定',
        text: '利用者のブラウザーとサーバーの間で、応答時間、下り、上りの順に測ります。速さは受け取った側で数えたアプリケーションのデータ量から求め、伝送のためのヘッダーは含みません。応答時間は往復の時間で、回線が空いているときと通信中のものを分けて測ります。損失率は、再送しないデータグラムのうち届かなかった割合で、中継サーバーを使える場合だけ測ります。',
      },
      {
        heading: '回線の数え方',
        byProfile: (name: string) =>
          `集計のルール「${name}」で数えています。1回線の値の決め方、対象とする測定、混雑する時間などは「ほかの集計方法」のページにあります。何度測っても1回線は1つです。回線はアドレスから作るハッシュで見分け、ハッシュは月ごとに変わります。`,
        text: '1回線の1日の測定の中央値をその日の値とし、日の値の中央値をその回線の月の値とします。地域やプロバイダーの値は、回線の値の分位点です。何度測っても1回線は1つです。回線はアドレスから作るハッシュで見分け、ハッシュは月ごとに変わります。',
      },
      {
        heading: '信頼区間',
        text: 'かっこ内は中央値の95%信頼区間です。回線の値の分布に仮定を置かず、二項分布から順位で求めます。測定した人が自分で参加を選んだことによる偏りは含みません。',
      },
      {
        heading: '示していないもの',
        text: '30回線未満のもの、1つのアドレス帯だけのもの、差し引きで少数の回線の値が分かってしまうものは示しません。回線数と件数は10単位です。',
      },
      {
        heading: '限界',
        text: '参加する人は自分で選んで測るので、契約者全体を代表するとは限りません。家庭内のWi-Fiで測った回線も含みます。測定は夜に集まります。契約内容は測定した人の申告です。',
      },
      {
        heading: '確定版と訂正',
        text: '月が終わって3日以上たち、公表が済むと、その月の版を確定します。確定した版は変わりません。あとから届いた測定や削除は、月に一度まとめて、変わった値の一覧とともに新しい版にします。入力ハッシュは、その月に公表された集計値のすべてから求めたものです。',
      },
    ] as readonly { heading: string; text: string; byProfile?: (name: string) => string }[],
    metrics: {
      downloadBps: '下りの速さ（bit/s）。受信側で数えたアプリケーションのデータ量による。',
      uploadBps: '上りの速さ（bit/s）。受信側（サーバー）で数える。',
      idleRttMs: '応答時間（ms）。空いている回線の往復時間の中央値。',
      workingRttDownloadMs: '下りの通信中の応答時間（ms）。',
      workingRttUploadMs: '上りの通信中の応答時間（ms）。',
      pdvP95Ms: 'ゆらぎ（ms）。最小の往復時間との差の95%点（RFC 5481）。',
      lossRatio: 'パケット損失率。再送しないデータグラムの往復。',
      rpm: '応答性（RPM）。通信中に1分間に往復できる回数。',
    } satisfies Record<Metric, string> as Record<Metric, string>,
    more: '測定方法の詳しい説明',
  },
  cite: {
    heading: '引用',
    text: (name: string, region: string, url: string) =>
      `実測（Jissoku）「品質報告書 ${region}」${name}、${url}`,
  },
};

export type ReportMessages = typeof reportJa;
