/** What limited a result, in Japanese, and what to try next; the shape that English must have. */
export const limiterJa = {
  heading: 'この結果を決めたもの',
  line: {
    title: '回線',
    text: '端末、Wi-Fi、サーバーによる制限は見つかりませんでした。この結果は回線そのものの値です。',
    next: '混雑する時間（19〜23時）にも測り、昼と比べてみてください。',
  },
  wifi: {
    title: 'Wi-Fi（と回線）',
    text: 'Wi-Fiで測りました。値を決めたのが回線かWi-Fiかは、この測定だけでは分かりません。',
    next: 'LANケーブルでつないで測り直し、差を見てください。難しければ、ルーターと同じ部屋で測ってください。',
  },
  device: {
    title: '端末',
    text: '端末が測定に追いつけなかったため、回線の実力より低い値かもしれません。',
    next: '画面を表示したまま、ほかのアプリとタブを閉じて測り直してください。',
  },
  rival: {
    title: '同じ端末のほかの通信',
    text: '測定中に、この端末のほかの通信が回線を使っていました。',
    next: '更新やダウンロード、動画を止めてから測り直してください。',
  },
  edge: {
    title: '測定サーバー',
    text: '測定サーバーが追いつけなかったため、回線の実力より低い値かもしれません。',
    next: '数分待ってから測り直してください。',
  },
  detour: {
    title: 'VPNなどの経由先',
    text: 'VPNやサーバー用のネットワークを経由していたため、自宅の回線だけの値ではありません。',
    next: 'VPNを切ってから測り直してください。',
  },
  run: {
    title: '測定そのもの',
    text: '測定を最後まで確かめられなかったため、回線の実力は分かりません。',
    next: 'もう一度測定してください。',
  },
};

export type LimiterMessages = typeof limiterJa;
