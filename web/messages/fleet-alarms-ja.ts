/** 測定器のページに出る警報と、その通知。 */
import type {
  AlarmBound,
  AlarmCondition,
  AlarmConfirmation,
  AlarmEnding,
  AlarmFigure,
  DeliveryState,
  MessageType,
} from '../../measurement-agent/protocol/alarms.ts';

/** What is wrong with a rule that was asked for. */
export type RuleFault = 'name' | 'name-taken' | 'value' | 'bound' | 'consecutive' | 'too-many';

export interface FleetAlarmsMessages {
  heading: string;
  none: string;
  lasts: string;
  columns: Record<'site' | 'rule' | 'what' | 'raised' | 'ended', string>;
  kinds: Record<AlarmCondition['kind'], string>;
  figures: Record<AlarmFigure, string>;
  threshold: (figure: string, value: string, bound: string) => string;
  silence: (minutes: string) => string;
  budget: (share: string) => string;
  clock: (offset: string) => string;
  confirmedBy: Record<AlarmConfirmation, string>;
  endedAs: Record<AlarmEnding, string>;
  deliveries: string;
  deliveryColumns: Record<'message' | 'made' | 'state' | 'attempts' | 'outcome', string>;
  types: Record<MessageType, string>;
  states: Record<DeliveryState, string>;
  rules: {
    heading: string;
    none: string;
    faults: Record<RuleFault, string>;
    nameHint: string;
    figuresHint: string;
    clock: (offset: string, times: string) => string;
    quiet: (from: string, to: string) => string;
    retested: string;
    separator: string;
    name: string;
    what: string;
    of: string;
    ofAll: string;
    ofThis: string;
    change: string;
    remove: string;
    removeNamed: (name: string) => string;
    add: string;
    watch: string;
    against: string;
    bounds: Record<AlarmBound['kind'], string>;
    kinds: Record<Exclude<AlarmCondition['kind'], 'threshold'>, string>;
    value: string;
    valueHint: string;
    consecutive: string;
    retest: string;
    below: (figure: string, bound: string, times: string) => string;
    above: (figure: string, bound: string, times: string) => string;
    ofContract: (share: string) => string;
    ofPast: (share: string) => string;
  };
}

export const fleetAlarmsJa: FleetAlarmsMessages = {
  heading: '警報',
  none: '警報はありません。',
  lasts: '続いています',
  columns: { site: '設置場所', rule: 'ルール', what: '内容', raised: '発生', ended: '終了' },
  kinds: { threshold: '測定値', silence: '応答なし', budget: '通信量', clock: '時計のずれ' },
  figures: {
    downloadBps: '下り速度',
    uploadBps: '上り速度',
    idleRttMs: '空いているときの往復時間',
    workingRttDownloadMs: '下り使用中の往復時間',
    workingRttUploadMs: '上り使用中の往復時間',
    lossRatio: 'パケット損失',
    rpm: '応答性（RPM）',
  },
  threshold: (figure, value, bound) => `${figure} ${value}（基準 ${bound}）`,
  silence: (minutes) => `${minutes}分間応答なし`,
  budget: (share) => `今月の通信量の上限の${share}を使用`,
  clock: (offset) => `時計のずれ ${offset}`,
  confirmedBy: {
    readings: '連続した値で確認',
    retest: '再測定で確認',
    'retest-missed': '再測定が届かず',
  },
  endedAs: { recovered: '回復', withdrawn: '取り下げ' },
  deliveries: '通知の送信',
  deliveryColumns: {
    message: '通知',
    made: '作成',
    state: '状態',
    attempts: '送信回数',
    outcome: '最後の応答',
  },
  types: {
    'alarm.raised': '警報の発生',
    'alarm.recovered': '警報からの回復',
    'alarm.withdrawn': '警報の取り下げ',
    'webhook.test': '試験送信',
  },
  states: { waiting: '送信待ち', delivered: '送信済み', dead: '送信を断念' },
  rules: {
    heading: 'しきい値',
    none: 'この測定器に設定されたしきい値はありません。',
    faults: {
      name: '追加できませんでした。名前に使えない文字があります。',
      'name-taken': '追加できませんでした。同じ名前のルールが、この所有者にすでにあります。',
      value: '追加できませんでした。しきい値を確かめてください。',
      bound:
        '追加できませんでした。契約速度と比べられるのは下りと上りの速度だけです。過去の中央値とは、速度とRPMは100%未満、往復時間は100%を超える値で比べます。損失は比べられません。',
      consecutive: '追加できませんでした。連続回数は1〜20で入力してください。',
      'too-many': '追加できませんでした。ルールは所有者ごとに50件までです。先にどれかを削除してください。',
    },
    nameHint: '文字、数字、空白、「.」「-」「_」が使えます。',
    figuresHint:
      '比較の基準と再測定は測定値だけに使います。応答なしと通信量はそのまま監視し、時計のずれは連続した連絡の回数で判定します。',
    clock: (offset, times) => `時計のずれが${times}回続けて${offset}を超える`,
    quiet: (from, to) => `${from}〜${to}は休止`,
    retested: '先に再測定',
    separator: '、',
    name: '名前',
    what: '警報の条件',
    of: '対象',
    ofAll: '所有者のすべての測定器',
    ofThis: 'この測定器',
    change: '変更',
    remove: '削除',
    removeNamed: (name) => `${name}を削除`,
    add: '監視に加える',
    watch: '監視するもの',
    against: '比較の基準',
    bounds: {
      past: 'この回線の過去28日間の中央値（%）',
      contract: '契約速度（%）',
      fixed: '固定値',
    },
    kinds: { silence: '応答なし', budget: '今月の通信量', clock: '時計のずれ' },
    value: 'しきい値',
    valueHint:
      '値の単位はMbps、ms、RPM、損失では%です。応答なしは分、通信量は上限に対する%、時計のずれはmsで入力します。',
    consecutive: '連続回数',
    retest: '先に再測定で確かめる',
    below: (figure, bound, times) => `${figure}が${bound}を${times}回続けて下回る`,
    above: (figure, bound, times) => `${figure}が${bound}を${times}回続けて上回る`,
    ofContract: (share) => `契約速度の${share}`,
    ofPast: (share) => `この回線の過去28日間の中央値の${share}`,
  },
};
