import { METRICS } from '../../measurement-agent/protocol/statistics.ts';

/** Pages whose time to the first byte is measured: a path each, of ISPs and regions that `rowsOf` makes. */
export const PAGE_PATHS: readonly string[] = [
  '/ja/isp',
  '/ja/isp/isp-0',
  '/ja/isp/isp-0?period=2026-10',
  '/ja/isp/isp-0?period=2026-Q3',
  '/ja/isp/isp-20',
  '/ja/region',
  '/ja/region/JP',
  '/ja/region/JP-kanto',
  '/ja/region/JP-13',
  '/ja/isp/isp-0/JP-kanto',
  '/ja/isp/isp-0/JP-13',
  '/ja/ranking',
  '/ja/ranking?region=JP-13',
  '/ja/compare?isp=isp-0&isp=isp-7&region=JP',
  '/ja/map',
  '/ja/report',
  '/ja/report?region=JP-kanto',
];

/** The API's questions under `/quality`, slow ones with the others; all are asked in turn. */
export function questionsOf(index: number): readonly string[] {
  const isp = `isp-${index % 30}`;
  const prefecture = `JP-${String(1 + (index % 47)).padStart(2, '0')}`;
  const metric = METRICS[index % METRICS.length] ?? 'downloadBps';
  return [
    `/?isp=${isp}`,
    `/?region=${prefecture}&period=r30`,
    '/?region=JP&period=r365',
    `/?isp=${isp}&region=${prefecture}&period=2026-10`,
    `/?isp=${isp}&region=${prefecture}`,
    `/?isp=${isp}&groupBy=tier&metrics=${metric}`,
    `/?isp=${isp}&groupBy=subdivision&metrics=${metric}`,
    '/?groupBy=isp&region=JP',
    '/?groupBy=isp&region=JP&period=2026-Q3',
    `/?groupBy=isp&region=${prefecture}`,
    '/?groupBy=subdivision',
    `/rank?region=JP&metric=${metric}`,
    `/rank?region=${prefecture}`,
    '/rank?region=JP-kanto&period=2026-Q3',
    `/compare?a=${isp}&b=isp-${(index + 7) % 30}`,
    `/compare?a=${isp}&b=isp-${(index + 3) % 30}&region=JP-kanto&period=2026-10&metric=${metric}`,
    `/change?isp=${isp}&from=2026-09&to=2026-10&metric=${metric}`,
    `/hours?region=${prefecture}`,
    `/hours?isp=${isp}&metric=${metric}`,
    `/trend?isp=${isp}&metric=${metric}`,
    `/trend?isp=${isp}&region=${prefecture}`,
    `/trend?region=${prefecture}&step=day`,
    `/sketch?isp=${isp}&metric=${metric}`,
    `/sketch?region=${prefecture}`,
  ];
}
