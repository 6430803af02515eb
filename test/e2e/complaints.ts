import axe from 'axe-core';
import type { Page } from 'playwright-core';

const WIDTHS = [320, 360, 1280] as const;
/** A desktop window at 200% zoom is laid out as one of half its width. */
const ZOOMED = { width: 640, height: 400 } as const;

/** What axe finds, and where the page scrolls sideways, as it is now: light and dark, phone and desktop. */
export async function complaintsOf(page: Page): Promise<string[]> {
  const complaints: string[] = [];
  const before = page.viewportSize();
  await page.evaluate(axe.source);
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of WIDTHS) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      // Colours fade from one scheme to the other; a fade that the page cuts off has ended, too.
      await page.evaluate(async () => {
        await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
      });
      const { violations } = await page.evaluate(() =>
        (window as unknown as { axe: typeof axe }).axe.run(document),
      );
      for (const { id, nodes } of violations)
        complaints.push(`${id} (${colorScheme}, ${width}): ${nodes.map(({ html }) => html).join(' ')}`);
      if ((await overflowOf(page)) > 0) complaints.push(`scrolls sideways (${width})`);
    }
  await page.setViewportSize(ZOOMED);
  if ((await overflowOf(page)) > 0) complaints.push('scrolls sideways at 200% zoom');
  await page.emulateMedia({ colorScheme: null });
  if (before !== null) await page.setViewportSize(before);
  return complaints;
}

function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
