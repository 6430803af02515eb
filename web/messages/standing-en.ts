/** English texts on where a result stands among lines. */
import type { StandingMessages } from './standing-ja.ts';

export const STANDING_EN: StandingMessages = {
  heading: 'Among lines like this one',
  among: (cell, lines, period) =>
    `Compared with ${lines} lines of ${cell} (${period}). However often a line is measured, it counts once.`,
  period: (from, to) => `${from} to ${to}`,
  inRegion: (isp, region) => `${isp} in ${region}`,
  overAccess: (cell, access) => `${cell}, ${access}`,
  figure: 'Figure',
  place: 'Place',
  median: 'Median of these lines',
  words: {
    top: 'In the best quarter',
    upper: 'In the better half',
    middle: 'In the middle',
    lower: 'In the worse half',
    bottom: 'In the worst quarter',
    open: 'Not clear on which side',
  },
  between: (low, high) => `better than ${low} to ${high} of lines`,
  atLeast: (low) => `better than ${low} of lines or more`,
  atMost: (high) => `better than at most ${high} of lines`,
  anywhere: 'the uncertainty is as wide as the lines are',
  certainty:
    'The range comes from the uncertainty of this test and of the published quantiles (about 95% confidence).',
  source: 'What it was compared with (JSON)',
  absent: {
    'not-counted': 'This result does not count in the statistics, so it is not compared with other lines.',
    'line-unknown': 'Neither its provider nor its region is known, so there are no lines to compare it with.',
    'too-few-lines': 'There are too few lines like this one yet (30 are needed).',
  },
};
