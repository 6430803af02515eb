/** English texts of reports. */
import type { ReportMessages } from './report-ja.ts';

export const reportEn: ReportMessages = {
  title: (region, period) => `Quality report: ${region}, ${period}`,
  describe: (region, period) =>
    `What lines in ${region} really delivered (${period}): box plots and tables by provider, 95% intervals, exclusions, method.`,
  heading: 'Quality report',
  lede: (region, period) => `The quality of lines in ${region} that were measured in this period: ${period}.`,
  provisional: 'provisional',
  range: {
    name: 'Range of the effective speed (25th to 75th percentile)',
    delay: 'Range of the middle half (25th to 75th percentile)',
    note: 'Japan’s guideline draws the half of the measurements nearest the median (25th to 75th percentile) as a box plot and calls it the “effective speed” (実効速度). That is the term of the guideline for mobile networks (2015). It could not be checked against the text of the guideline for fixed broadband (2024), so name and limits are provisional.',
    sentence: (range, median, interval) => `All lines together: ${range}, median ${median} ${interval}.`,
  },
  frozen: {
    tag: 'frozen',
    text: (name, at) => `Edition ${name}, frozen on ${at}. Its figures never change.`,
    newer: 'There is a corrected edition of this month:',
    older: 'Before the correction',
    link: (name) => `edition ${name}`,
  },
  live: {
    tag: 'live',
    text: (at) =>
      `Not a frozen edition: figures as published on ${at}, which the next publication may change.`,
    never: 'Not a frozen edition. Nothing has been published yet.',
  },
  form: {
    label: 'What the report is of',
    region: 'Region',
    period: 'Period',
    months: 'Frozen editions (months)',
    rolling: 'Live',
    running: 'Live (months not yet frozen)',
    metrics: 'Metrics',
    profile: 'Rules',
    show: 'Show',
  },
  byProfile: {
    text: (name) =>
      `Computed from this month’s results by the rules “${name}”. Frozen editions are made by the default rules only.`,
    link: 'What the rules are',
    assumed: (names) =>
      `These parameters could not be checked at their source and are assumed, so the figures are provisional: ${names}`,
  },
  refused: {
    'not-kept': 'There is no report of this period.',
    'too-broad':
      'There is no report of so much: too many results. Choose a smaller region, such as a prefecture.',
    byProfile:
      'By other rules than the default, only months that have ended are computed: choose one as the period.',
  },
  summary: {
    heading: 'Summary',
    region: 'Region',
    isps: 'Providers with figures',
    hidden: 'Providers without figures, as these would tell of too few lines',
    cohort: 'Measured by',
    cohortText: 'private lines, in browsers',
    hash: 'Input hash (SHA-256)',
    answers: 'Hash of the figures (SHA-256)',
    edition: 'Edition',
    profile: 'Rules',
  },
  byIsp: 'By provider',
  isp: 'Provider',
  whole: (region) => `All of ${region}`,
  rest: (count) => `Those with the most lines come first. ${count} more are in CSV and JSON.`,
  unlisted: (count) => `${count} more are not listed, as a report has 1,000 at most.`,
  parts: { areas: 'By area', subdivisions: 'By prefecture', name: 'Region' },
  none: {
    heading: 'There are no figures to show',
    empty: 'No line was measured in this region in this period.',
    isps: 'No provider has figures to show (shown from 30 lines on).',
  },
  changes: {
    heading: 'What this edition corrects',
    text: 'Results that came after the edition before, were deleted, or of which something else was said later are taken into account. A figure only changes when ten lines or more have changed.',
    first: 'This is the first edition of the month: it corrects nothing.',
    none: 'None of the metrics shown here was corrected for this region as a whole or for a provider in it.',
    regions: (names) => `Regions whose figures changed: ${names}`,
    what: 'Of',
    metric: 'Metric',
    before: 'Median before',
    after: 'Median now',
    linesBefore: 'Lines before',
    linesAfter: 'Lines now',
    others: 'Changed with it',
    noMetric: 'the cell itself',
    quantile: (percent) => `${percent}% point`,
    members: {
      geometricMean: 'geometric mean',
      peak: 'median in busy hours',
      offPeak: 'median in other hours',
      independentLines: 'lines that the interval rests on',
      lines: 'lines',
      results: 'results',
      suppressed: 'why nothing is shown',
      ranked: 'whether it is ranked',
      regions: 'share of declared regions',
      excluded: 'results left out',
      'contract/lines': 'lines whose contract is known',
      'contract/bands': 'lines by share of the contracted rate',
      'contract/consistency8080': '80/80',
    },
    notShown: 'not shown',
  },
  annex: {
    heading: 'Annex: how this was measured and computed',
    items: [
      {
        heading: 'Measuring',
        text: 'Between the reader’s browser and the server: response time, then download, then upload. Rates are application bytes counted where they arrive, without the headers of the transport. The response time is a round trip, taken while the line is idle and, apart from that, while it is busy. Loss is the share of datagrams, never sent again, that did not arrive; it is measured only where there is a relay.',
      },
      {
        heading: 'How lines are counted',
        byProfile: (name) =>
          `By the rules “${name}”: the page of other methods says what a line’s figure is, which tests count and which hours are busy. However often it is measured, a line counts once. Lines are told apart by a hash of the address that changes every month.`,
        text: 'The median of a line’s tests of a day is its day, the median of its days is its month. Figures of regions and providers are quantiles over lines. However often it is measured, a line counts once. Lines are told apart by a hash of the address that changes every month.',
      },
      {
        heading: 'Intervals',
        text: 'In brackets: the 95% interval of the median, by ranks from the binomial law, with no assumption about how lines are distributed. It does not hold the bias of lines that chose to be measured.',
      },
      {
        heading: 'What is not shown',
        text: 'Nothing of fewer than 30 lines, of a single address prefix, or from which figures of a few lines could be had by subtraction. Counts are in tens.',
      },
      {
        heading: 'Limits',
        text: 'People choose to measure, so they need not stand for all customers. Lines measured over Wi-Fi at home are included. Tests gather in the evening. Contracts are what people say.',
      },
      {
        heading: 'Editions and corrections',
        text: 'Three days after a month has ended, once it is published, its edition is frozen and never changes. Results that come later and deletions make a new edition, once a month, with a list of what changed. The input hash is of everything that was published of the month.',
      },
    ],
    metrics: {
      downloadBps: 'Download (bit/s): application bytes counted by the receiver.',
      uploadBps: 'Upload (bit/s): counted by the receiver, the server.',
      idleRttMs: 'Response time (ms): median round trip of the idle line.',
      workingRttDownloadMs: 'Response time while downloading (ms).',
      workingRttUploadMs: 'Response time while uploading (ms).',
      pdvP95Ms:
        'Delay variation (ms): 95th percentile of the difference from the shortest round trip (RFC 5481).',
      lossRatio: 'Packet loss: of datagrams that are never sent again, there and back.',
      rpm: 'Responsiveness (RPM): round trips a minute while the line is busy.',
    },
    more: 'More about the method',
  },
  cite: {
    heading: 'To cite it',
    text: (name, region, url) => `Jissoku, “Quality report: ${region}”, ${name}, ${url}`,
  },
};
