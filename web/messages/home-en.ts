import type { HomeMessages } from './home-ja.ts';

export const homeEn: HomeMessages = {
  title: 'Test your line’s speed and response',
  heading: 'Know what your line really delivers.',
  lede: 'Download, upload, and how fast the line responds when it is busy, in about 10 seconds. Results become statistics by provider and region that anyone can use.',
  start: 'Start the test',
  stop: 'Stop',
  again: 'Test again',
  sendAgain: 'Send again',
  resultLink: 'Open the result page',
  cost: (perHundredMegabit) => `It moves about ${perHundredMegabit} of data.`,
  costDetail: (perGigabit, seconds) =>
    `That is on a line of 100\u00a0Mbps: at most ${seconds} seconds’ worth of your line, so about ${perGigabit} at 1\u00a0Gbps. Mind this on metered or tethered connections.`,
  families: 'Measure IPv4 and IPv6 separately (twice the time and data)',
  dataSaver: 'Data saver (10\u00a0MB at most; on a fast line rough and not counted)',
  consentHeading: 'When you start',
  consent: [
    {
      term: 'What is stored',
      text: 'The figures, the time, your operator’s network (AS number), the rough region, and what you chose to say about your line.',
    },
    {
      term: 'What is not',
      text: 'Your IP address, name or contact. So that one line is not counted twice, only a code made from the address is kept; its key changes every month and is destroyed 35 days after the month ends.',
    },
    {
      term: 'What is public',
      text: 'Results are open data. A result’s own page is seen by those who have its link. This browser keeps the key to delete it.',
    },
  ],
  scriptNeeded: 'Testing in the browser needs JavaScript.',
  scriptAlternative: 'To test without it, run the command-line agent with Node.js 24 or newer.',
  progress: 'Progress of the test',
  plots: { rate: 'Rate', delay: 'Response time', loss: 'Packet loss' },
  plotText: (label) => `${label} during the test`,
  plotAxis: 'All three share one axis: the time since the test began. Upright lines are where a stage ends.',
  noLoss: 'not measured by this server',
  working: {
    download: 'Response time when busy (download)',
    upload: 'Response time when busy (upload)',
  },
  doneHeading: 'Your result',
  problemHeading: 'The test could not be done',
  steps: 'Stages of the test',
};
