import type { Figure } from '../../../measurement-agent/protocol/statistics.ts';
import type { Lang } from '../../format/language.ts';
import { messagesIn } from '../../messages/messages.ts';

/** What a page calls a figure. */
export function figureName(figure: Figure, lang: Lang): string {
  const { metrics, cells } = messagesIn(lang);
  return { ...namesOf(metrics.figures), ...cells.figures }[figure];
}

type Named = Record<
  'downloadBps' | 'uploadBps' | 'idleRttMs' | 'workingRttDownloadMs' | 'workingRttUploadMs',
  string
>;

function namesOf(figures: Record<keyof Named, { label: string }>): Named {
  return {
    downloadBps: figures.downloadBps.label,
    uploadBps: figures.uploadBps.label,
    idleRttMs: figures.idleRttMs.label,
    workingRttDownloadMs: figures.workingRttDownloadMs.label,
    workingRttUploadMs: figures.workingRttUploadMs.label,
  };
}
