/** English texts of what other sites show of ours. */
import type { ShareMessages } from './share-ja.ts';

export const shareEn: ShareMessages = {
  badge: {
    label: (period) => `measured download median (${period})`,
    title: (isp, label, value) => `${isp}: ${label} ${value}`,
    none: 'no data',
    rules: (profile) => ` (by ${profile})`,
  },
  card: {
    title: (isp) => `${isp}, measured`,
    median: 'Median download',
    range: 'Half of the lines',
    upload: 'Median upload',
    rtt: 'Median response time',
    lines: (lines, period) => `${period}, ${lines} lines`,
    none: 'Too few lines were measured to show figures (shown from 30 lines on).',
    notKept: 'Figures of this period are not kept.',
    more: 'More at Jissoku (実測)',
  },
  test: {
    consent:
      'The figures, the time, your operator and your rough region are stored and made public. Your IP address is not.',
    removal: 'It can be deleted only while this frame is open.',
    removed: 'The result was deleted.',
    by: 'Line test by Jissoku (実測)',
  },
};
