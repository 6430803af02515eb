/** English texts of the ranking, the comparison and the map. */
import type { OverviewsMessages } from './overviews-ja.ts';

const rate = {
  more: (a: string, b: string, range: string) => `${a} is ${range} faster than ${b}.`,
  less: (a: string, b: string, range: string) => `${a} is ${range} slower than ${b}.`,
};
const delay = {
  more: (a: string, b: string, range: string) => `${a} takes ${range} longer than ${b}.`,
  less: (a: string, b: string, range: string) => `${a} takes ${range} less than ${b}.`,
};
const amount = {
  more: (a: string, b: string, range: string) => `${a} has ${range} more than ${b}.`,
  less: (a: string, b: string, range: string) => `${a} has ${range} less than ${b}.`,
};

export const OVERVIEWS_EN: OverviewsMessages = {
  form: {
    region: 'Region',
    metric: 'Figure',
    period: 'Period',
    isp: (number) => `Provider ${number}`,
    none: 'none',
    show: 'Show',
    country: 'Country',
    areas: 'Areas',
    subdivisions: 'Prefectures',
    others: 'Other countries',
    months: 'Months',
    rolling: 'Recent',
    quarters: 'Quarters',
    quarter: (year, quarter) => `Quarter ${quarter} of ${year}`,
  },
  refused: {
    'not-kept': 'This combination is not computed. Over the past 90 days or a month it is.',
    other: 'There is no figure to show for this choice.',
  },
  ranking: {
    title: 'Ranking of providers',
    heading: 'Ranking',
    describe: (kind, region, metric, period) =>
      `${kind} ranked by the median: ${metric}, ${region}, ${period}. A difference within the error is no rank.`,
    lede: 'In order of the median, with ranks as far as the data can tell. Where ranges overlap, the difference is within the error and providers tie.',
    kind: 'Kind',
    kinds: {
      fixed: 'Fixed, own network',
      fvno: 'FVNO (wholesale lines)',
      catv: 'Cable television',
      mno: 'MNO',
      mvno: 'MVNO',
      satellite: 'Satellite',
    },
    kindsText: {
      fixed: 'Providers with a fixed network of their own.',
      fvno: 'Fixed virtual network operators: over fixed lines that another operator has wholesaled to them.',
      catv: 'Cable television operators.',
      mno: 'Mobile network operators, with a radio network of their own.',
      mvno: 'Mobile virtual network operators, over another operator’s radio network.',
      satellite: 'Satellite operators.',
    },
    table: (metric, region) => `${metric}, ${region}`,
    bars: 'Under each name: the dot is the median, the line its 95% interval.',
    interval: 'In brackets: the 95% interval.',
    results: (count) => `${count} results`,
    tied: (count) => `tied with ${count}`,
    none: 'No provider has 100 lines here, without repeats over months, so there is no ranking.',
    others: (count) => `${count} more follow in CSV and JSON.`,
    unranked: 'Providers without a rank',
    unrankedText: 'They were measured, and have no rank for the reason named.',
    unrankedOthers: (count) => `There are ${count} more.`,
    reason: 'Reason',
    reasons: {
      'too-few-lines': 'fewer than 100 lines, without repeats over months',
      'one-prefix': 'measured from one range of addresses only',
      complementary: 'its figure would give away that of a few other lines',
      'no-ranked-kind': 'shared by several brands, or of a kind that is not ranked',
    },
    compare: 'Compare the first in detail',
    map: 'See the same figure on the map',
  },
  compare: {
    title: 'Compare providers',
    heading: 'Comparison',
    describe:
      'Up to four providers, compared over lines in the same place, with the same contracted rate and at the same time of day.',
    lede: 'Lines in the same area, with the same contracted rate and at the same time of day are compared, so that other circumstances do not count as a difference. Choose up to four.',
    choose: 'Choose two providers or more.',
    unknown: (names) => `Not found: ${names}`,
    medians: (region) => `Medians and spread in ${region}`,
    mediansText: 'As lines were measured, before circumstances are made alike.',
    pairs: 'The difference in like circumstances',
    pairsText:
      'Between lines of the same area, contracted rate and part of the day (busy hours or others). Where either side has under ten lines, the combination is left out.',
    words: {
      downloadBps: rate,
      uploadBps: rate,
      idleRttMs: delay,
      workingRttDownloadMs: delay,
      workingRttUploadMs: delay,
      pdvP95Ms: amount,
      lossRatio: amount,
      rpm: amount,
    },
    withinError: (a, b) => `The difference of ${a} and ${b} is within the error.`,
    same: 'In the same area, with the same contracted rate and at the same time of day.',
    difference: (value, interval) => `Estimated difference ${value} ${interval}`,
    coverage: (a, shareA, b, shareB) => `Lines that could be compared: ${shareA} of ${a}, ${shareB} of ${b}`,
    strata: (count) => `The ${count} combinations that were compared`,
    area: 'Area',
    tier: 'Contracted rate',
    band: 'Part of the day',
    bands: { peak: 'busy hours', 'off-peak': 'other hours' },
    weight: 'Weight',
    lines: (name) => `Lines of ${name}`,
    noCommon: (a, b) =>
      `${a} and ${b} have no circumstances in common with ten lines each, so they cannot be compared like for like.`,
    notKept:
      'Differences in like circumstances are computed over the past 90 days, months and quarters. Of this period there are only the medians.',
    notInPrefectures:
      'Figures of prefectures are not told apart by contracted rate, as too few lines would be left: there is no difference in like circumstances. Other contracts are part of how the medians above differ.',
    compareAround: (region) => `Show the difference in ${region}`,
    distributionsText: 'Numbers of lines, on the same limits. Counts are in tens of lines, limits within 2%.',
    distributionChart: (name, metric) =>
      `Number of lines of ${name} by ${metric}. The table has the numbers.`,
    distributionTable: (name) => `Show the distribution of ${name} as a table`,
    few: (names) => `Distributions are shown from 100 lines on. Not shown: ${names}`,
    hidden: 'no figure to show',
    link: 'Compare with other providers',
  },
  map: {
    title: 'Map of broadband quality',
    heading: 'Map',
    describe: (metric, period) =>
      `A map of regions coloured by the median: ${metric}, ${period}. With a table of the numbers.`,
    japan: 'Japan (prefectures)',
    world: 'World (countries)',
    area: 'Extent',
    label: (metric) =>
      `Map of the median: ${metric}. Every region is a link with its value; the table below has the numbers.`,
    lede: 'Medians of measured lines. Choose a region to open its page.',
    legend: 'Classes',
    hidden: 'no figure told',
    hiddenBecause: {
      'too-few-lines': 'too few lines for a figure',
      'one-prefix': 'lines of one range of addresses only',
      complementary: 'not told, as it would give away the lines of others',
    },
    none: 'not measured',
    inset: 'The frame at the top left holds Okinawa.',
    table: 'The values as a table',
    color: 'Class',
    empty: 'No region has a figure to show in this period.',
    source: 'Shapes: Natural Earth (public domain)',
  },
};
