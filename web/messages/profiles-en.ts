import type { ProfilesMessages } from './profiles-ja.ts';

export const profilesEn: ProfilesMessages = {
  title: 'Other rule sets',
  lede: 'The same results can be counted by the methods of regulators. Every figure names the method and its version.',
  provisional: 'provisional',
  provisionalText:
    'What is assumed could not be read at its source. As long as anything is, figures of that method are provisional.',
  version: (version) => `version ${version}`,
  parameter: 'Parameter',
  value: 'Value',
  source: 'Source',
  assumed: 'assumed',
  names: {
    default: 'Jissoku (default)',
    'fcc-mba': 'FCC (USA), Measuring Broadband America',
    ofcom: 'Ofcom (United Kingdom)',
    bnetza: 'BNetzA (Germany), Breitbandmessung',
    'mic-2024': 'MIC (Japan), fixed broadband (2024)',
  },
  parameters: {
    busyHours: 'Busy hours (o’clock)',
    busyDays: 'Busy days',
    counted: 'Tests that count',
    lineRule: 'What a line’s figure is',
    trimmedAbove: 'Quantile above which tests are left out',
    leastTests: 'Tests needed',
    leastDays: 'Days needed',
    media: 'Between device and router',
    lossRatioAtMost: 'Packet loss at most',
    idleRttMsAtLeast: 'Response time at least (ms)',
    quantiles: 'Quantiles reported',
    contractBands: 'Bands of the contracted rate',
  },
};
