/** Japanese texts of what other sites show of ours; the shape that English must have. */
export const shareJa = {
  badge: {
    label: (period: string) => `実測 下り中央値（${period}）`,
    title: (isp: string, label: string, value: string) => `${isp}：${label} ${value}`,
    none: '値なし',
    rules: (profile: string) => `（集計：${profile}）`,
  },
  card: {
    title: (isp: string) => `${isp}の実測`,
    median: '下りの中央値',
    range: '回線の半数',
    upload: '上りの中央値',
    rtt: '応答時間の中央値',
    lines: (lines: string, period: string) => `${period}・${lines}回線`,
    none: '測定した回線が少ないため、値を示していません（30回線以上で表示）。',
    notKept: 'この期間の値はありません。',
    more: '実測（Jissoku）で詳しく見る',
  },
  test: {
    consent: '測定値、日時、プロバイダー、おおまかな地域を記録し、公開します。IPアドレスは残しません。',
    removal: '削除できるのは、この画面を開いている間だけです。',
    removed: '結果を削除しました。',
    by: '実測（Jissoku）の回線測定',
  },
};

export type ShareMessages = typeof shareJa;
