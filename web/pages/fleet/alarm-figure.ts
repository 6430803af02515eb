import type { AlarmFigure } from '../../../measurement-agent/protocol/alarms.ts';
import { formatCount, formatRatio } from '../../format/count.ts';
import { formatDelay } from '../../format/delay.ts';
import { figureText } from '../../format/figure.ts';
import type { Lang } from '../../format/language.ts';
import { formatRate } from '../../format/rate.ts';

/** A value that a rule watches, with its unit. */
export function alarmFigure(figure: AlarmFigure, value: number, lang: Lang): string {
  switch (figure) {
    case 'downloadBps':
    case 'uploadBps':
      return figureText(formatRate(value, lang));
    case 'idleRttMs':
    case 'workingRttDownloadMs':
    case 'workingRttUploadMs':
      return figureText(formatDelay(value, lang));
    case 'lossRatio':
      return formatRatio(value, lang);
    case 'rpm':
      return formatCount(Math.round(value), lang);
  }
}
