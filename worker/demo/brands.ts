import type { AccessTechnology, ConnectionMethod } from '../../measurement-agent/protocol/vocabulary.ts';
import type { AsUse, KnownBrand } from '../domain/directory.ts';

interface Weight {
  /** Lines against those of the others. */
  share: number;
  /** What its routers carry, against those of the others. */
  quality: number;
}

/** A brand that does not exist, and how its lines behave. */
export interface DemoBrand extends KnownBrand, Weight {
  /** Prefectures it sells in; null for all. */
  prefectures: readonly string[] | null;
  /** How its lines are connected. Shares add up to 1. */
  offers: readonly DemoOffer[];
  /** Contracted download rates that its customers have; null: did not say. */
  contractsBps: readonly (number | null)[];
}

export interface DemoOffer {
  share: number;
  access: AccessTechnology;
  method: ConnectionMethod | null;
  asn: number;
  /** What the busiest hour leaves of the rate, 0–1. */
  busiest: number;
}

const M = 1_000_000;
const G = 1_000_000_000;
const FIBRE = [null, null, 100 * M, 1 * G, 1 * G, 1 * G, 1 * G, 2 * G, 10 * G];
const CABLE = [null, null, 120 * M, 320 * M, 1 * G, 1 * G];
const MOBILE = [null];

/** AS numbers for private use (RFC 6996): no network on the Internet has them. */
const VNE_TEHON = 64_601;
const VNE_ZUMEN = 64_602;
const WHOLESALERS: ReadonlySet<number> = new Set([VNE_TEHON, VNE_ZUMEN]);
const MNO_MABOROSHI = 64_532;
const MNO_SHINKIRO = 64_533;

const KINKI = ['JP-25', 'JP-26', 'JP-27', 'JP-28', 'JP-29', 'JP-30'];
const TOKAI = ['JP-21', 'JP-22', 'JP-23', 'JP-24'];
const KYUSHU = ['JP-40', 'JP-41', 'JP-42', 'JP-43', 'JP-44', 'JP-45', 'JP-46'];
const TOHOKU = ['JP-02', 'JP-03', 'JP-04', 'JP-05', 'JP-06', 'JP-07'];

type Names = readonly [slug: string, ja: string, en: string];

/** Fibre: PPPoE in its own AS, IPoE in the one of a wholesaler where that is named. */
function fibre(
  [slug, ja, en]: Names,
  weight: Weight,
  asn: number,
  pppoe: { share: number; busiest: number },
  ipoe: { asn: number; method: ConnectionMethod; busiest: number },
): DemoBrand {
  const offers: DemoOffer[] = [
    { share: pppoe.share, access: 'ftth', method: 'pppoe', asn, busiest: pppoe.busiest },
    { share: 1 - pppoe.share, access: 'ftth', ...ipoe },
  ];
  return {
    slug,
    // Whoever reaches his lines through a wholesaler's network has none of his own.
    kind: WHOLESALERS.has(ipoe.asn) ? 'fvno' : 'fixed',
    names: { ja, en },
    ...weight,
    prefectures: null,
    offers: offers.filter((offer) => offer.share > 0),
    contractsBps: FIBRE,
  };
}

function cable(
  [slug, ja, en]: Names,
  weight: Weight,
  asn: number,
  busiest: number,
  prefectures: readonly string[],
): DemoBrand {
  return {
    slug,
    kind: 'catv',
    names: { ja, en },
    ...weight,
    prefectures,
    offers: [
      { share: 0.75, access: 'catv', method: 'dhcp', asn, busiest },
      { share: 0.25, access: 'ftth', method: 'dhcp', asn, busiest: 0.9 },
    ],
    contractsBps: CABLE,
  };
}

function mobile(
  [slug, ja, en]: Names,
  kind: 'mno' | 'mvno',
  weight: Weight,
  asn: number,
  busiest: number,
): DemoBrand {
  const offers: DemoOffer[] = [{ share: 1, access: 'mobile', method: null, asn, busiest }];
  if (kind === 'mno') {
    offers[0] = { share: 0.65, access: 'mobile', method: null, asn, busiest };
    offers.push({ share: 0.35, access: 'fwa', method: null, asn, busiest: busiest * 0.9 });
  }
  return { slug, kind, names: { ja, en }, ...weight, prefectures: null, offers, contractsBps: MOBILE };
}

/**
 * Brands that do not exist, with names that say so: made-up figures beside a real name would be a false statement about
 * somebody. Each says nothing of any company.
 */
export const DEMO_BRANDS: readonly DemoBrand[] = [
  fibre(
    ['kaku-hikari', '架空ひかり', 'Kaku Hikari'],
    { share: 16, quality: 1.0 },
    64_512,
    { share: 0.35, busiest: 0.45 },
    { asn: VNE_TEHON, method: 'ipoe-mape', busiest: 0.86 },
  ),
  fibre(
    ['mihon-net', '見本ネット', 'Mihon Net'],
    { share: 13, quality: 0.95 },
    64_513,
    { share: 0.25, busiest: 0.55 },
    { asn: VNE_TEHON, method: 'ipoe-mape', busiest: 0.84 },
  ),
  fibre(
    ['reiji-com', '例示コム', 'Reiji Com'],
    { share: 10, quality: 0.8 },
    64_514,
    { share: 0.5, busiest: 0.38 },
    { asn: VNE_TEHON, method: 'ipoe-mape', busiest: 0.8 },
  ),
  fibre(
    ['moshimo-hikari', 'もしもひかり', 'Moshimo Hikari'],
    { share: 9, quality: 1.25 },
    64_515,
    { share: 0.2, busiest: 0.6 },
    { asn: VNE_ZUMEN, method: 'ipoe-dslite', busiest: 0.88 },
  ),
  fibre(
    ['kamei-net', '仮名ネット', 'Kamei Net'],
    { share: 7, quality: 0.75 },
    64_516,
    { share: 0.4, busiest: 0.5 },
    { asn: VNE_ZUMEN, method: 'ipoe-dslite', busiest: 0.74 },
  ),
  fibre(
    ['mokei-tsushin', '模型通信', 'Mokei Communications'],
    { share: 6, quality: 1.5 },
    64_517,
    { share: 0, busiest: 1 },
    { asn: 64_517, method: 'ipoe-native', busiest: 0.93 },
  ),
  {
    ...fibre(
      ['yumeji-fiber', '夢路ファイバー', 'Yumeji Fiber'],
      { share: 5, quality: 1.7 },
      64_518,
      { share: 0, busiest: 1 },
      { asn: 64_518, method: 'dhcp', busiest: 0.9 },
    ),
    contractsBps: [null, 2 * G, 2 * G, 10 * G, 10 * G],
  },
  fibre(
    ['shisaku-bb', '試作ブロードバンド', 'Shisaku Broadband'],
    { share: 5, quality: 0.5 },
    64_519,
    { share: 1, busiest: 0.3 },
    { asn: 64_519, method: 'other', busiest: 1 },
  ),
  fibre(
    ['hinagata-hikari', 'ひながた光', 'Hinagata Hikari'],
    { share: 4, quality: 0.9 },
    64_520,
    { share: 0.3, busiest: 0.48 },
    { asn: VNE_TEHON, method: 'ipoe-mape', busiest: 0.82 },
  ),
  fibre(
    ['esora-net', '絵空ネット', 'Esora Net'],
    { share: 3, quality: 0.65 },
    64_521,
    { share: 0.6, busiest: 0.42 },
    { asn: VNE_ZUMEN, method: 'ipoe-dslite', busiest: 0.78 },
  ),
  cable(
    ['shitagaki-cable', '下書きケーブル', 'Shitagaki Cable'],
    { share: 5, quality: 0.7 },
    64_522,
    0.62,
    KINKI,
  ),
  cable(
    ['mitorizu-cable', '見取図ケーブル', 'Mitorizu Cable'],
    { share: 3, quality: 0.85 },
    64_523,
    0.7,
    TOKAI,
  ),
  cable(
    ['sekkeizu-cable', '設計図ケーブル', 'Sekkeizu Cable'],
    { share: 3, quality: 0.6 },
    64_524,
    0.55,
    KYUSHU,
  ),
  cable(['reidai-cable', '例題ケーブル', 'Reidai Cable'], { share: 2, quality: 0.75 }, 64_525, 0.66, TOHOKU),
  mobile(
    ['maboroshi-mobile', 'まぼろしモバイル', 'Maboroshi Mobile'],
    'mno',
    { share: 9, quality: 0.9 },
    MNO_MABOROSHI,
    0.62,
  ),
  mobile(
    ['shinkiro-mobile', '蜃気楼モバイル', 'Shinkiro Mobile'],
    'mno',
    { share: 7, quality: 1.15 },
    MNO_SHINKIRO,
    0.7,
  ),
  mobile(['kasumi-sim', 'かすみSIM', 'Kasumi SIM'], 'mvno', { share: 2, quality: 0.5 }, MNO_MABOROSHI, 0.28),
  mobile(['oboro-sim', 'おぼろSIM', 'Oboro SIM'], 'mvno', { share: 2, quality: 0.65 }, MNO_SHINKIRO, 0.35),
];

/** They carry others' lines and have none of their own. */
export const DEMO_WHOLESALERS: readonly (KnownBrand & { asn: number })[] = [
  { slug: 'tehon-vne', kind: 'vne', names: { ja: '手本VNE', en: 'Tehon VNE' }, asn: VNE_TEHON },
  { slug: 'zumen-vne', kind: 'vne', names: { ja: '図面VNE', en: 'Zumen VNE' }, asn: VNE_ZUMEN },
];

/** Who uses which AS. */
export const DEMO_AS_USES: readonly AsUse[] = [
  ...DEMO_WHOLESALERS.map(({ slug, asn }): AsUse => ({ slug, asn, role: 'own' })),
  ...DEMO_BRANDS.flatMap(({ slug, kind, offers }) =>
    [...new Set(offers.map(({ asn }) => asn))].map((asn): AsUse => ({ slug, asn, role: roleOf(kind, asn) })),
  ),
];

function roleOf(kind: KnownBrand['kind'], asn: number): AsUse['role'] {
  if (kind === 'mvno') return 'mno-host';
  return WHOLESALERS.has(asn) ? 'vne' : 'own';
}
