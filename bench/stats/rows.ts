import { seeded } from '../../worker/domain/statistics/seeded.ts';

/** Columns of a result in the order that `rowsOf` fills them. */
export const COLUMNS = [
  'id',
  'received_at_ms',
  'measured_at_ms',
  'method_version',
  'cohort',
  'synthetic',
  'valid',
  'excluded_by',
  'asn',
  'isp_key',
  'isp_source',
  'country_code',
  'subdivision_code',
  'region_source',
  'utc_offset_min',
  'ip_version',
  'access_technology',
  'connection_method',
  'dwelling',
  'medium',
  'contract_download_bps',
  'contract_upload_bps',
  'subscriber_key',
  'prefix_key',
  'download_bps',
  'upload_bps',
  'idle_rtt_ms',
  'idle_rtt_p95_ms',
  'working_rtt_download_ms',
  'working_rtt_upload_ms',
  'ipdv_ms',
  'pdv_p95_ms',
  'loss_ratio',
  'rpm',
] as const;

type Value = string | number | null | Uint8Array;

const DAY_MS = 86_400_000;
const DAYS = 395;
export const ISPS = 30;

/**
 * Results numbered from `from` to `to`, made so that the same number always makes the same result: lines test by Zipf's law,
 * over `days` before `endMs`, in 47 prefectures, with 30 ISPs, skewed rates and evening congestion.
 */
export function* rowsOf(from: number, to: number, endMs: number, days = DAYS): Generator<Value[]> {
  for (let number = from; number < to; number += 1) {
    const random = seeded(`row ${number}`);
    const measuredAtMs = endMs - Math.floor(random() * days * DAY_MS);
    const month = new Date(measuredAtMs).toISOString().slice(0, 7);
    // A third as many lines as results; the first ones test often.
    const lines = Math.max(100, to / 3);
    const line = Math.floor(lines * random() ** 2);
    const own = seeded(`line ${line}`);
    const isp = Math.floor(ISPS * own() ** 1.7);
    const tier = [null, 1e8, 1e9, 1e9, 1e10][Math.floor(own() * 5)] ?? null;
    const base = 1e6 * Math.exp(4.2 + 1.1 * normal(own)) * (1 + isp / 40);
    const hour = new Date(measuredAtMs + 9 * 3_600_000).getUTCHours();
    const evening = hour >= 19 && hour < 23 ? 0.6 + 0.3 * own() : 1;
    const rate = Math.min(tier ?? 1e10, base) * evening * Math.exp(0.15 * normal(random));
    const rtt = 5 + 20 * own() * Math.exp(0.1 * normal(random));
    const valid = random() > 0.08;
    yield [
      `bench-${String(number).padStart(16, '0')}`,
      measuredAtMs,
      measuredAtMs,
      1,
      'crowd-browser',
      0,
      Number(valid),
      valid ? null : 'cross-traffic',
      64_512 + isp,
      `isp-${isp}`,
      'network',
      'JP',
      `JP-${String(1 + Math.floor(47 * own())).padStart(2, '0')}`,
      own() < 0.5 ? 'declared' : 'geoip',
      540,
      random() < 0.5 ? 6 : 4,
      own() < 0.8 ? 'ftth' : 'mobile',
      own() < 0.5 ? 'pppoe' : 'ipoe-mape',
      own() < 0.5 ? 'detached' : null,
      random() < 0.7 ? 'wifi' : 'wired',
      tier,
      tier,
      keyOf(`${line} ${month}`, 16),
      keyOf(`prefix ${line % 5_000}`, 8),
      rate,
      rate * (0.3 + 0.6 * own()),
      rtt,
      rtt * 1.4,
      rtt + 60 * random(),
      rtt + 40 * random(),
      1 + random(),
      2 + 4 * random(),
      random() < 0.8 ? 0 : random() / 100,
      200 + 2_000 * random(),
    ];
  }
}

function keyOf(text: string, length: number): Uint8Array {
  const random = seeded(text);
  return Uint8Array.from({ length }, () => Math.floor(random() * 256));
}

/** Box and Muller (1958). */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
