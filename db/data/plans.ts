/**
 * Connections as ISPs advertise them, each with the day on which the advertisement was read and where it stands. Nothing is
 * entered that nobody has read: an ISP without an entry is shown without a promise. README.md says how to add one.
 */
export interface PlanEntry {
  /** Slug of the brand. */
  isp: string;
  names: { ja: string; en: string };
  /** Advertised rates, bit/s; upload null where none is advertised. */
  downloadBps: number;
  uploadBps: number | null;
  /** As `2026-11-23`. */
  readOn: string;
  source: { names: { ja: string; en: string }; url: string | null };
}

export const PLANS: readonly PlanEntry[] = [];

const IMAGINED = { names: { ja: '架空の広告', en: 'An imagined advertisement' }, url: null };

/** Of brands that do not exist (worker/demo): for demonstration data only. */
export const DEMO_PLANS: readonly PlanEntry[] = [
  ...['kaku-hikari', 'mihon-net', 'reiji-com', 'moshimo-hikari', 'kamei-net', 'mokei-tsushin'].flatMap(
    (isp) => [
      demoPlan(isp, { ja: 'ひかり1ギガ', en: 'Hikari 1G' }, 1e9),
      demoPlan(isp, { ja: 'ひかり10ギガ', en: 'Hikari 10G' }, 1e10),
    ],
  ),
  demoPlan('yumeji-fiber', { ja: 'ファイバー2ギガ', en: 'Fiber 2G' }, 2e9),
  demoPlan('shisaku-bb', { ja: '光スタンダード', en: 'Hikari Standard' }, 1e9),
  demoPlan('shitagaki-cable', { ja: 'ケーブル320', en: 'Cable 320' }, 3.2e8, 1e7),
  demoPlan('mitorizu-cable', { ja: 'ケーブル320', en: 'Cable 320' }, 3.2e8, 1e7),
];

function demoPlan(isp: string, names: PlanEntry['names'], downloadBps: number, uploadBps = downloadBps): PlanEntry {
  return { isp, names, downloadBps, uploadBps, readOn: '2026-10-01', source: IMAGINED };
}
