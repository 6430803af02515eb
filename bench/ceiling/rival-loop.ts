import { inQuietChromium } from '../quiet-chromium.ts';
import { type CeilingRates, fastestRates, type Moved } from './rates.ts';

const SAMPLE_MS = 50;
const LIMIT_MS = 240_000;

/**
 * A rival's page, judged by what its server moved while it ran: what a module says of itself is an estimate of a line, and
 * can be more than went over it. Its best second counts.
 */
export async function rivalRates(pageUrl: string, servedBy: string): Promise<CeilingRates> {
  const samples: Moved[] = [];
  const sample = async () => {
    const { download, upload } = (await (await fetch(`${servedBy}/__moved`)).json()) as Omit<Moved, 'atMs'>;
    samples.push({ atMs: performance.now(), download, upload });
  };
  const timer = setInterval(() => void sample(), SAMPLE_MS);
  try {
    await inQuietChromium(pageUrl, [], (page) => page.until('JSON.stringify(window.outcome)', LIMIT_MS));
  } finally {
    clearInterval(timer);
  }
  return fastestRates(samples.toSorted((a, b) => a.atMs - b.atMs));
}
