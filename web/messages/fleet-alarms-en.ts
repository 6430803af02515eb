import type { FleetAlarmsMessages } from './fleet-alarms-ja.ts';

export const fleetAlarmsEn: FleetAlarmsMessages = {
  heading: 'Alarms',
  none: 'There are no alarms.',
  lasts: 'goes on',
  columns: { site: 'Site', rule: 'Rule', what: 'What', raised: 'Raised', ended: 'Over' },
  kinds: { threshold: 'figure', silence: 'silence', budget: 'traffic', clock: 'clock' },
  figures: {
    downloadBps: 'Download',
    uploadBps: 'Upload',
    idleRttMs: 'Idle round trip',
    workingRttDownloadMs: 'Round trip during the download',
    workingRttUploadMs: 'Round trip during the upload',
    lossRatio: 'Loss',
    rpm: 'Responsiveness (RPM)',
  },
  threshold: (figure, value, bound) => `${figure} ${value} (bound ${bound})`,
  silence: (minutes) => `Not heard for ${minutes} min`,
  budget: (share) => `${share} of the month’s traffic is used`,
  clock: (offset) => `The clock is ${offset} off`,
  confirmedBy: {
    readings: 'by results in a row',
    retest: 'by another test',
    'retest-missed': 'no other test came',
  },
  endedAs: { recovered: 'recovered', withdrawn: 'withdrawn' },
  deliveries: 'Messages',
  deliveryColumns: {
    message: 'Message',
    made: 'Made',
    state: 'State',
    attempts: 'Attempts',
    outcome: 'Last answer',
  },
  types: {
    'alarm.raised': 'alarm raised',
    'alarm.recovered': 'alarm recovered',
    'alarm.withdrawn': 'alarm withdrawn',
    'webhook.test': 'trial',
  },
  states: { waiting: 'waiting', delivered: 'delivered', dead: 'given up' },
};
