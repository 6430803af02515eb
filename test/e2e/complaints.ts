import type { Page } from 'playwright-core';
import { COLOUR_RULES, violationsOf } from './violations.ts';

const WIDTHS = [360, 1280] as const;
/** Nothing scrolls sideways down to here (WCAG 2.2, 1.4.10). */
const NARROWEST = { width: 320, height: 800 } as const;
/** A desktop window at 200% zoom is laid out as one of half its width. */
const ZOOMED = { width: 640, height: 400 } as const;

/** What axe finds, and where the page scrolls sideways, as it is now: light and dark, phone and desktop. */
export async function complaintsOf(page: Page): Promise<string[]> {
  const complaints: string[] = [];
  const before = page.viewportSize();
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of WIDTHS) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      for (const found of await violationsOf(page, colorScheme === 'light' ? undefined : COLOUR_RULES))
        complaints.push(`(${colorScheme}, ${width}) ${found}`);
      const wide = await tooWide(page);
      if (wide !== null) complaints.push(`scrolls sideways (${colorScheme}, ${width}): ${wide}`);
    }
  for (const size of [NARROWEST, ZOOMED]) {
    await page.setViewportSize(size);
    const wide = await tooWide(page);
    if (wide !== null) complaints.push(`scrolls sideways at ${size.width} px: ${wide}`);
  }
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
