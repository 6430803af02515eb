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
      const wide = await tooWide(page);
      if (wide !== null) complaints.push(`scrolls sideways (${colorScheme}, ${width}): ${wide}`);
    }
  await page.setViewportSize(ZOOMED);
  const wide = await tooWide(page);
  if (wide !== null) complaints.push(`scrolls sideways at 200% zoom: ${wide}`);
  await page.emulateMedia({ colorScheme: null });
  if (before !== null) await page.setViewportSize(before);
  return complaints;
}

/** What makes the page scroll sideways: the innermost elements that end beyond its edge, but not within one that scrolls itself. */
function tooWide(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return null;
    const beyond = (element: Element) =>
      element.getBoundingClientRect().right > clientWidth + 1 &&
      element.parentElement?.closest('.scroll') === null;
    const elements = [...document.body.querySelectorAll('*')].filter(
      (element) => beyond(element) && ![...element.children].some(beyond),
    );
    return `${scrollWidth - clientWidth} px: ${elements.map(({ outerHTML }) => outerHTML.slice(0, 200)).join(' ')}`;
  });
}
