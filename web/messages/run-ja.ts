/** What a running test says, and what can go wrong with it. Loaded with the test. */
export const runJa = {
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
  secondsLeft: (seconds: string) => `残り約${seconds}秒`,
  remembered: (items: string) => `前回の回答（${items}）を使って測定します。`,
  saved: '覚えました。次の測定から使います。',
  recorded: 'この結果に加え、次の測定のために覚えました。',
  notRecorded:
    '次の測定のために覚えましたが、この結果には加えられませんでした。接続を確かめて、もう一度お試しください。',
  forgotten: '消しました。次の測定には付けません。',
  counted: 'この結果は統計に含まれます。',
  notCounted: 'この結果は保存しましたが、統計には含まれません。',
  stoppedKept: '測定を中断しました。そこまでの値は「未完了」として保存し、統計には含めません。',
  stoppedEarly: '測定を始める前に中断しました。何も保存していません。',
  notMeasured: '未測定',
  bytesUsed: (bytes: string) => `今回の通信量: ${bytes}`,
  /** On the start page of whoever has tested before. */
  lastCost: (bytes: string) => `前回の測定では${bytes}でした。`,
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
      next: '会社や学校のネットワーク、プロキシ、セキュリティソフト、ブラウザーの拡張機能が止めていることがあります。別のネットワークで試すか、拡張機能を止めてお試しください。',
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
      next: '測定値はこのページに残っています。インターネットにつながりしだい、自動で送り直します。「もう一度送る」でも送れます。',
    },
    failed: {
      title: '測定プログラムを動かせませんでした',
      next: 'ページを再読み込みしてください。続く場合は、ブラウザーを新しくしてお試しください。',
    },
  },
};

export type RunMessages = typeof runJa;
