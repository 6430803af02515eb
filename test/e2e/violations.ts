import axe from 'axe-core';
import type { Frame, Page } from 'playwright-core';

/** The rules of axe that a colour scheme can break: all others look at what does not change with it. */
export const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/**
 * What axe finds in the page as it is now, once its fades have ended: `rule: elements`.
 *
 * @param rules these only; all when left out.
 */
export async function violationsOf(page: Page | Frame, rules?: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const found = await page.evaluate(
    async (only) => {
      // A fade that the page cuts off has ended, too.
      await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
      const options: axe.RunOptions = { resultTypes: ['violations'] };
      if (only) options.runOnly = only;
      const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, options);
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    },
    rules && [...rules],
  );
  return found;
}
