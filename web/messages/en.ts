/** Every English text of the site. */

import { VERDICT_TEXTS } from '../../measurement-agent/protocol/verdict-texts.ts';
import { CELLS_EN } from './cells-en.ts';
import { fleetAlarmsEn } from './fleet-alarms-en.ts';
import { fleetEn } from './fleet-en.ts';
import { historyEn } from './history-en.ts';
import { homeEn } from './home-en.ts';
import type { Messages } from './ja.ts';
import { limiterEn } from './limiter-en.ts';
import { openDataEn } from './open-data-en.ts';
import { OVERVIEWS_EN } from './overviews-en.ts';
import { plotsEn } from './plots-en.ts';
import { profilesEn } from './profiles-en.ts';
import { reportEn } from './report-en.ts';
import { RESULT_PAGE_EN } from './result-page-en.ts';
import { runEn } from './run-en.ts';
import { shareEn } from './share-en.ts';
import { STANDING_EN } from './standing-en.ts';
import { watchEn } from './watch-en.ts';

const site: Messages['site'] = {
  name: 'Jissoku',
  tagline: 'What a line really delivers, in figures that anyone can compare',
  demo: 'This is fictional demo data. No line was measured, and none of these companies exists.',
  skip: 'Skip to content',
  mainNav: 'Main menu',
  menu: 'Menu',
  closeMenu: 'Close',
  menuGroups: { measure: 'Measure', figures: 'Look up and compare', data: 'Data' },
  nav: {
    test: 'Test',
    history: 'History',
    watch: 'Watch',
    isps: 'Providers',
    regions: 'Regions',
    report: 'Report',
    openData: 'Open data',
    map: 'Map',
    ranking: 'Ranking',
    compare: 'Compare',
    api: 'API',
  },
  languageSwitch: '日本語で表示',
  otherLanguage: '日本語',
  footerNav: 'About this site',
  footer: { about: 'About', method: 'Method and terms', privacy: 'Privacy', accessibility: 'Accessibility' },
  notConfigured: 'not configured by the operator',
  source: 'Source code',
  licence: 'Open source (Apache-2.0)',
  noTracking: 'No advertising, no tracking, no cookies.',
  loginCookie: 'No advertising, no tracking. One cookie keeps you logged in.',
};

export const metrics: Messages['metrics'] = {
  figures: {
    downloadBps: { label: 'Download', meaning: 'How fast data arrives: downloads, video, web pages.' },
    uploadBps: { label: 'Upload', meaning: 'How fast data leaves: video calls, sending photos and files.' },
    idleRttMs: {
      label: 'Response time (ping)',
      meaning: 'Time to the server and back while the line is idle. Shorter is better.',
    },
    workingRttDownloadMs: {
      label: 'Response time while downloading',
      meaning:
        'The same round trip while the download is full. Where it grows a lot, calls and games stutter.',
    },
    workingRttUploadMs: {
      label: 'Response time while uploading',
      meaning:
        'The same round trip while the upload is full. Where it grows a lot, your voice breaks up in calls.',
    },
  },
  qualified: (label, note) => `${label} (${note})`,
  interval: {
    label: '95% interval',
    meaning:
      'The range this run can state. Of 20 such intervals measured under the same conditions, 19 hold the true rate.',
  },
  steady: {
    label: 'steadiness',
    meaning: 'Whether the rate stayed within 10% while it was measured.',
    yes: 'Held steady',
    no: 'Changed during the test',
  },
  slowMoments: { label: 'slow moments', meaning: 'One in ten quarter-seconds was slower than this.' },
  oneConnection: {
    label: 'one connection',
    meaning: 'What a single connection reached. Much less means that one alone cannot fill this line.',
  },
  minimum: { label: 'Minimum', meaning: 'The shortest round trip' },
  median: { label: 'Median', meaning: 'Half of the measurements are at or below this' },
  p95: { label: '95th percentile', meaning: '95% of the measurements are at or below this' },
  ipdv: {
    label: 'Variation (mean step)',
    meaning: 'Mean difference between one round trip and the next (RFC 3393).',
  },
  pdv: {
    label: 'Variation (p95 above minimum)',
    meaning: '95th percentile of the difference from the shortest round trip (RFC 5481).',
  },
  samples: { label: 'Round trips measured', meaning: 'How many round trips came back.' },
  loss: { label: 'Packet loss', meaning: 'Share of packets that never arrived, up and down taken together.' },
  workingLoss: {
    label: 'Packet loss while downloading',
    meaning: 'Share of packets that never arrived while the line was busy.',
  },
  responsiveness: {
    label: 'Responsiveness (RPM)',
    meaning: 'Round trips per minute while the line is busy, in the slower direction. More is better.',
  },
  selfRtt: {
    label: (direction) => `${direction}: response time on the busy connection itself`,
    meaning: 'How long a message waits behind a download or upload of the same app.',
  },
  bidirectional: {
    label: 'Both directions at once',
    meaning: 'What the line carries when it downloads and uploads at the same time.',
    value: (down, up) => `${down} down, ${up} up`,
  },
  addedDelay: {
    label: 'Added delay when busy',
    meaning: 'By how much the line answers later while it is downloading or uploading at full rate.',
  },
};

export const suitability: Messages['suitability'] = {
  uses: {
    web: 'web pages',
    video: 'video',
    meeting: 'video calls',
    gaming: 'online games',
    backup: 'backups',
  },
  grades: {
    excellent: { letter: 'A', word: 'Excellent', meaning: 'with room to spare' },
    good: { letter: 'B', word: 'Good', meaning: 'enough' },
    fair: { letter: 'C', word: 'Fair', meaning: 'may fall short' },
    poor: { letter: 'D', word: 'Poor', meaning: 'often falls short' },
    bad: { letter: 'E', word: 'Bad', meaning: 'hardly works' },
  },
  dimensions: {
    downloadBps: 'download rate',
    uploadBps: 'upload rate',
    idleRttMs: 'response time',
    workingRttMs: 'response time when busy',
    pdvP95Ms: 'variation of response',
    lossRatio: 'packet loss',
  },
  heading: 'What it is good for',
  score: (points) => `${points} of 100`,
  atMost: (points) => `at most ${points} of 100`,
  limitedBy: (dimensions) => `Limited by ${dimensions}`,
  noLimit: 'Nothing limits it',
  unknown: 'Not graded, as a rate was not measured',
  partial: (missing) => `Not measured and so not part of the grades: ${missing}. The truth may be lower.`,
  all: (uses) => `Comfortable for ${uses}.`,
  some: (good, limited) => `Good for ${good}. It may fall short for ${limited}.`,
  none: (limited) => `It may fall short for ${limited}.`,
  limit: (dimension) => `What limits it most: ${dimension}.`,
  incomplete: 'The test did not finish, so it cannot say what the line is good for.',
  addedDelay: {
    none: 'Being busy hardly delays it.',
    little: 'Being busy delays it little; that mostly goes unnoticed.',
    noticeable: 'Being busy delays it noticeably: games and calls suffer while others download.',
    large: 'Being busy delays it a lot: calls may break up meanwhile.',
    'very-large': 'Being busy delays it very much: even web pages keep you waiting meanwhile.',
  },
  delay: (idle, working, added) =>
    `It answers in ${idle} when idle and in ${working} when busy (both medians). ${added}`,
};

const declared: Messages['declared'] = {
  heading: 'Tell us about your line',
  optional: 'optional',
  intro:
    'You may skip this. The more you answer, the better lines can be compared with their like. Your answers are added to this result, and this browser remembers them for your next test.',
  suggested: 'Some answers are guessed from the network you are on. Change them where they are wrong.',
  unsaid: 'rather not say',
  save: 'Add to this result',
  change: 'Change',
  forget: 'Forget',
  fields: {
    isp: 'Provider',
    subdivisionCode: 'Prefecture',
    accessTechnology: 'Kind of line',
    connectionMethod: 'Connection method',
    dwelling: 'Home',
    medium: 'How this device is connected',
    contractDownloadBps: 'Contract rate, download',
    contractUploadBps: 'Contract rate, upload',
  },
  accessTechnology: {
    ftth: 'Fibre to the home',
    catv: 'Cable TV',
    dsl: 'DSL',
    vdsl: 'Fibre + VDSL in the building',
    fwa: 'Home router, fixed wireless',
    mobile: 'Mobile phone',
    satellite: 'Satellite',
    other: 'Other',
  },
  connectionMethod: {
    pppoe: 'PPPoE',
    'ipoe-mape': 'IPoE (MAP-E)',
    'ipoe-dslite': 'IPoE (DS-Lite)',
    'ipoe-native': 'IPoE (fixed address or native)',
    dhcp: 'DHCP (cable and others)',
    other: 'Other',
  },
  dwelling: {
    detached: 'Detached house',
    'apartment-fibre': 'Flat, fibre to each home',
    'apartment-vdsl': 'Flat, VDSL over the phone line',
    'apartment-lan': 'Flat, LAN in the building',
  },
  medium: {
    wired: 'Cable (Ethernet)',
    wifi: 'Wi-Fi',
    cellular: 'Mobile network',
  },
};

const result: Messages['result'] = {
  title: 'Test result',
  heading: 'Test result',
  measuredAt: 'Measured',
  synthetic: 'Made by a trial run. It never counts in the statistics.',
  counted: 'Counts in the statistics',
  notCounted: 'Does not count in the statistics',
  countedText: 'Nothing was wrong with the measurement, so its provider and region count it.',
  notCountedText: 'It is not counted for the reasons below. The figures themselves stand as shown.',
  notedHeading: 'Noticed',
  nextStep: 'What you can do:',
  figuresHeading: 'All figures',
  curvesHeading: 'Rate over time',
  curveText: (label, goodput) => `${label} rate over time. The figure for the whole is ${goodput}.`,
  curveLegend:
    'The dotted line is the figure and what it is of. Paler parts are left out: start-up, and what was held back or caught up at the ends.',
  curveLeftOut: 'Left out of the figure',
  curveLevel: 'Figure',
  curveTable: (label) => `${label} over time as a table`,
  elapsed: 'Elapsed',
  rate: 'Rate',
  networkHeading: 'Network',
  network: {
    asn: 'AS number',
    asName: 'AS name',
    isp: 'Provider',
    region: 'Region',
    ipVersion: 'IP version',
    edge: 'Server location',
    timeZone: 'Time zone',
    pathMtu: 'Path MTU (largest packet carried whole)',
  },
  mtuBytes: (bytes) => `${bytes} bytes`,
  declaredHeading: 'What was said about the line',
  declaredNone: 'Nothing was said.',
  summariesHeading: 'What the server saw',
  summariesText:
    'The server counts for itself, as a check on what the device counted. Results where the two differ widely are not counted.',
  summariesNone: 'There is no record from the server.',
  summary: {
    direction: 'Direction',
    bytes: 'Counted by server',
    agentBytes: 'Counted by device',
    duration: 'Time',
    connections: 'Connections',
    edge: 'Location',
  },
  aboutHeading: 'About this measurement',
  about: {
    id: 'Measurement ID',
    agent: 'Program',
    cohort: 'Measured by',
    methodVersion: 'Method version',
    protocol: 'Protocol',
    transport: 'Transport',
    startedAt: 'Started',
    receivedAt: 'Received',
    duration: 'Duration',
    bytesDownload: 'Data downloaded',
    bytesUpload: 'Data uploaded',
  },
  endedBy: {
    precision: 'the figure was precise enough',
    time: 'its time was up',
    bytes: 'its bytes were used up, so it is less exact',
  },
  load: {
    bytes: 'Counted at the receiver',
    connections: 'Parallel connections',
    duration: 'Time the rate is taken over',
    endedBy: 'Ended because',
  },
  confidence: { low: 'low confidence', medium: 'medium confidence', high: 'high confidence' },
  lossCounts: (lost, sent) => `${lost} of ${sent}`,
  figure: 'Figure',
  value: 'Value',
  meaning: 'Meaning',
  unknown: 'unknown',
  downloads: 'Data of this result',
  json: 'View JSON',
  csv: 'Save CSV',
  again: 'Test your own line',
  cohorts: {
    'crowd-browser': 'A participant’s browser',
    'independent-agent': 'An independent agent',
    'isp-agent': 'An operator’s agent',
    'foreign-protocol': 'Taken from another method',
  },
};

const siblings: Messages['siblings'] = {
  heading: 'IPv4 and IPv6 side by side',
  figure: 'Figure',
  working: 'Response time when busy',
  unknown: 'Unknown version',
  none: 'not measured',
};

const connection: Messages['connection'] = {
  heading: 'Connection method, guessed',
  guess: (method) => `Probably ${method}.`,
  confidence: {
    low: 'The signs are weak.',
    medium: 'The signs are fair.',
    high: 'The signs are strong.',
  },
  reasons: {
    'mtu-1454': 'The path MTU is 1454 bytes, which is that of PPPoE on NTT’s FLET’S lines.',
    'mtu-1460': 'The path MTU is 1460 bytes, which is what IPv4 carried in IPv6 leaves.',
    'mtu-1492': 'The path MTU is 1492 bytes, which is what standard PPPoE leaves.',
    'vne-network': 'The connection comes from the network of an IPoE wholesaler (VNE).',
    'network-uses-mape': 'The operator of this network carries IPv4 by MAP-E.',
    'network-uses-dslite': 'The operator of this network carries IPv4 by DS-Lite.',
    'ipv6-seen': 'The server was reached over IPv6.',
    'cable-network': 'The connection comes from the network of a cable operator.',
    'cable-declared': 'The line was said to be cable TV.',
  },
  unconfirmed: 'This is a guess. The person who measured has not confirmed it.',
  confirmed: 'The person who measured says that this is right.',
  denied: (method) => `The person who measured says: ${method}.`,
  question: 'Is this right?',
  yes: 'Yes',
  other: 'Another method',
  unknown: 'I don’t know',
  which: 'The right connection method',
  send: 'Record this method',
  left: 'It stays a guess.',
  failed: 'This could not be recorded. Check your connection and try again.',
};

export const missingReasons: Messages['missingReasons'] = {
  'not-measured': 'This test did not measure it.',
  stopped: 'The test was stopped before this.',
  'connection-lost': 'The connection was lost, so there is no figure.',
  'too-few-samples': 'There were too few samples for a figure.',
  'no-turn': 'The server has no relay (TURN) for measuring loss.',
  'udp-blocked': 'UDP does not get through, so it cannot be measured.',
  'not-supported': 'WebRTC is not available on this device, so it cannot be measured.',
};

const missingFields: Messages['missingFields'] = {
  idle: 'Response time (ping)',
  download: 'Download',
  upload: 'Upload',
  loss: 'Packet loss',
  responsiveness: 'Responsiveness (RPM)',
  'download.workingRttMs': 'Response time while downloading',
  'upload.workingRttMs': 'Response time while uploading',
  'download.selfRttMs': 'Response time on the downloading connections',
  'upload.selfRttMs': 'Response time on the uploading connections',
  'loss.working': 'Packet loss while downloading',
  bidirectional: 'Both directions at once',
};

const figures: Messages['figures'] = {
  period: (days) => `Past ${days} days`,
  periodColumn: 'Period',
  results: 'Results',
  lines: 'Lines',
  linesShort: (lines) => (lines === '1' ? '1 line' : `${lines} lines`),
  resultsShort: (results) => (results === '1' ? '1 result' : `${results} results`),
  excluded: 'Excluded',
  excludedText:
    'Left out are tests with a fault of their own, such as a stop or a lost connection, tests through a VPN or from a network of servers, those that their data limit ended before the rate was known, and those whose line is not known. Being slow is never a reason.',
  countsHeading: 'How much was measured',
  hidden: {
    'too-few-lines': 'Too few lines to show figures (shown from 30 lines)',
    'one-prefix': 'Not shown, as all tests came from one range of addresses',
    complementary: 'Not shown, as the figures of a few other lines could be worked out from these',
  },
  noFigure: 'no figure',
  // With a soft hyphen: columns of five stand beside each other on a phone.
  q25: '25th percen\u00adtile',
  q50: 'Median',
  q75: '75th percen\u00adtile',
  boxPlotText: (label) =>
    `Box plot of ${label}: boxes span the 25th to 75th percentile, the line is the median. The table has the numbers.`,
  boxLegend:
    'Boxes span the 25th to 75th percentile; the line inside is the median. Each line counts once. In brackets: the 95% interval of the median.',
  methodVersion: (version) => `Method version ${version}`,
  updatedAt: (moment) => `Last updated ${moment}`,
  neverUpdated: 'Not yet computed',
  fewerThanTen: 'fewer than 10',
  interval: (low, high) => `(${low} – ${high})`,
  emptyHeading: 'Fewer than 10 lines so far',
  emptyText:
    'Counts are told from ten lines on, so that nobody can be found out. Yours helps to get there; it takes about 10 seconds.',
  emptyLink: 'Test your line',
};

const isp: Messages['isp'] = {
  listTitle: 'Measured performance by provider',
  listHeading: 'Providers',
  listText: (days) => `Lines measured by participants, by provider. Counts are of the past ${days} days.`,
  name: 'Name',
  networksHeading: 'Networks (AS numbers)',
  networksText: 'Providers are told apart by the network a measured connection came from.',
  role: 'Role',
  divergence: {
    heading: 'Beside the provider’s own agents',
    text: 'What a provider’s own agents measure is counted apart from what participants do. Here the median download rates of the past 90 days are compared, between lines in the same area, with the same contracted rate and at the same time of day.',
    own: 'What the provider’s own agents measure',
    crowd: 'what participants measure',
    reasons: {
      'too-few-agents':
        'Under ten lines in like circumstances have an agent of the provider’s own, so there is no comparison.',
      'too-few-of-the-crowd':
        'Under ten lines of participants are in like circumstances, so there is no comparison.',
      'no-common-stratum':
        'The provider’s own agents and participants have no circumstances in common with ten lines each, so there is no comparison.',
    },
  },
  sharedHeading: 'Shared networks',
  sharedText: 'Measurements whose network alone does not tell the provider are gathered here.',
  sharedBy: (names) => `Shared by ${names}`,
  members: 'Providers that use this network',
  ownAs: (asn) => `No provider is registered for AS${asn} yet, so it appears under the network’s own name.`,
  kinds: {
    fixed: 'Fixed lines (own network)',
    fvno: 'Fixed lines (wholesale, FVNO)',
    catv: 'Cable TV',
    mno: 'Mobile operators',
    mvno: 'Virtual mobile operators (MVNO)',
    vne: 'IPv6 wholesale (VNE)',
    satellite: 'Satellite',
    cloud: 'Cloud and hosting',
    education: 'Education and research',
    business: 'Business',
    shared: 'Shared networks',
    network: 'Other networks',
    other: 'Other',
  },
  roles: {
    own: 'own network',
    vne: 'IPv6 access (VNE)',
    wholesale: 'wholesale',
    'mno-host': 'host mobile network',
  },
};

const region: Messages['region'] = {
  listTitle: 'Measured performance by region',
  listHeading: 'Regions',
  listText: (days) =>
    `Japan by the 11 areas of its Regional Bureaus of Telecommunications and by prefecture, elsewhere by country. Counts are of the past ${days} days.`,
  japan: 'Japan',
  areas: 'Areas and prefectures of Japan',
  countries: 'Other countries and regions',
  noCountries: 'No measurements from outside Japan yet.',
  children: 'Regions inside',
  name: 'Region',
  breadcrumb: 'You are here',
};

export const problems: Messages['problems'] = {
  'bad-json': { title: 'The body is not valid JSON', next: 'Check what was sent.' },
  'bad-request': {
    title: 'The request does not follow the contract',
    next: 'Compare it with the API description.',
  },
  'bad-token': {
    title: 'The test’s permit is missing or not from this server',
    next: 'Start the test again.',
  },
  'token-expired': { title: 'The test has expired', next: 'Start the test again.' },
  'bad-signature': {
    title: 'The request is not signed by the key that it names',
    next: 'Compare the signature with the description of the protocol.',
  },
  'unknown-agent': { title: 'No agent is enrolled with this key', next: 'Enrol the device first.' },
  'clock-skew': {
    title: 'The request was signed at another time',
    next: 'Set the clock of the device, and sign again.',
  },
  replayed: { title: 'This very request was made before', next: 'Sign every request anew.' },
  'agent-revoked': {
    title: 'This agent was taken out of service',
    next: 'Ask the operator, and enrol it anew.',
  },
  'key-stolen': {
    title: 'The key of this agent was reported stolen',
    next: 'Remove the key from the device, and enrol it anew.',
  },
  'token-used': {
    title: 'Another device enrolled with this token',
    next: 'Ask the operator for another enrolment token.',
  },
  forbidden: {
    title: 'Your key or login does not reach this',
    next: 'Load the page again, or log in as somebody who may.',
  },
  'name-taken': { title: 'There is one of this name already', next: 'Choose another name.' },
  'foreign-token': { title: 'The permit belongs to another test', next: 'Start the test again.' },
  'wrong-network': {
    title: 'The network changed during the test',
    next: 'Switching between Wi-Fi and mobile, or a VPN, can cause this. Keep to one connection and try again.',
  },
  'not-found': {
    title: 'Page not found',
    next: 'The address is wrong, or there is no result, provider or region of that name.',
  },
  'method-not-allowed': { title: 'This cannot be done here', next: 'See the API description.' },
  'result-deleted': {
    title: 'This result was deleted',
    next: 'The person who measured it deleted it. No statistic includes it.',
  },
  'body-too-large': { title: 'What was sent is too large', next: 'Check what was sent.' },
  'body-too-slow': { title: 'The body takes too long to arrive', next: 'Send it within 20 s.' },
  'bad-content-type': { title: 'The body has the wrong type', next: 'Send it as application/json.' },
  'not-kept': {
    title: 'No statistics of this combination are kept',
    next: 'Ask for fewer dimensions, or for a calendar month that has ended.',
  },
  'too-broad': {
    title: 'This combination would need too many rows',
    next: 'Narrow it down to an ISP, a region or a single month.',
  },
  'not-enough-lines': {
    title: 'Too few lines to tell this',
    next: 'Ask for a larger region or a longer period.',
  },
  'upgrade-required': {
    title: 'This address is for measuring only',
    next: 'It speaks WebSocket alone. In a browser, use the test page.',
  },
  'over-budget': {
    title: 'The test used up its data or connections',
    next: 'Wait a little, then start the test again.',
  },
  'too-many-requests': {
    title: 'Busy at the moment',
    next: 'Many requests are coming from your network, which others may share. Try again in a minute.',
  },
  'server-error': {
    title: 'Something went wrong on the server',
    next: 'This is on our side. Nothing was stored. Wait a little, then try again.',
  },
  'not-configured': {
    title: 'The server is not ready',
    next: 'Its operator has not finished setting it up. Wait a little, then try again.',
  },
};

const problemPage: Messages['problemPage'] = {
  home: 'To the test page',
  status: (status) => `Error ${status}`,
};

const api: Messages['api'] = {
  title: 'API',
  heading: 'API',
  intro: 'The test on this site and its results go through this API alone. No registration is needed.',
  document: 'OpenAPI document (JSON)',
  operations: 'Operations',
  parameters: 'Parameters',
  requestBody: 'Request body',
  responses: 'Responses',
  problems: 'Problem types (RFC 9457)',
  problemsText: 'A request that is refused is answered by a problem document (application/problem+json).',
  status: 'Status',
  type: 'Type',
  meaning: 'Meaning',
  required: 'required',
  optional: 'optional',
  parameter: { path: 'path', query: 'query', header: 'header', cookie: 'cookie' },
  noBody: 'No body.',
  oneOf: 'one of',
  listOf: 'list of',
  mapOf: 'map of',
  nullable: 'nullable',
  anything: 'any value',
  seeAbove: 'same shape as above',
  constraints: {
    minimum: 'min',
    maximum: 'max',
    minLength: 'min length',
    maxLength: 'max length',
    minItems: 'min items',
    maxItems: 'max items',
    pattern: 'pattern',
  },
};

const method: Messages['method'] = {
  use: 'Use',
  dimension: 'Figure',
  perfect: '100 points',
  poor: '0 points',
  source: 'Source',
  scoreVersion: (version) => `Version ${version} of these limits`,
  atLeast: (figure) => `${figure} or more`,
  atMost: (figure) => `${figure} or less`,
  sources: {
    iqb: 'IQB (M-Lab)',
    rtr: 'RTR-Netztest',
    aim: 'AIM (Cloudflare)',
    qoo: 'example of the QoO draft',
    rpm: 'bands of the RPM draft',
    y1541: 'ITU-T Y.1541 class 0',
    g114: 'ITU-T G.114',
    zoom: 'requirements of Zoom',
    assumed: 'assumed',
  },
};

export const en: Messages = {
  cells: CELLS_EN,
  openData: openDataEn,
  overviews: OVERVIEWS_EN,
  profiles: profilesEn,
  site,
  metrics,
  suitability,
  run: runEn,
  declared,
  home: homeEn,
  limiter: limiterEn,
  plots: plotsEn,
  result,
  siblings,
  resultPage: RESULT_PAGE_EN,
  standing: STANDING_EN,
  connection,
  verdictReasons: VERDICT_TEXTS,
  missingReasons,
  missingFields,
  figures,
  isp,
  region,
  problems,
  problemPage,
  api,
  method,
  history: historyEn,
  report: reportEn,
  share: shareEn,
  watch: watchEn,
  fleet: fleetEn,
  fleetAlarms: fleetAlarmsEn,
};
