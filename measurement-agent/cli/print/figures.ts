/** The only place of the command line that rounds. */

/** A rate in bit/s with three significant digits, as `93.4 Mbit/s`. */
export function rateText(bps: number | null | undefined): string {
  if (bps === null || bps === undefined) return 'not measured';
  const mbps = bps / 1e6;
  if (Number(mbps.toPrecision(3)) >= 1000) return `${Number((mbps / 1000).toPrecision(3))} Gbit/s`;
  return `${Number(mbps.toPrecision(3))} Mbit/s`;
}

/** A delay in ms: tenths below 100 ms, whole ms above. */
export function delayText(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return 'not measured';
  return `${ms.toFixed(ms < 99.95 ? 1 : 0)} ms`;
}

/** A ratio 0–1 in percent with two significant digits, as `0.12%`. */
export function ratioText(ratio: number | null | undefined): string {
  if (ratio === null || ratio === undefined) return 'not measured';
  return `${Number((ratio * 100).toPrecision(2))}%`;
}

/** Bytes in decimal units with three significant digits. */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${Number((bytes / 1000 ** power).toPrecision(3))} ${units[power]}`;
}
