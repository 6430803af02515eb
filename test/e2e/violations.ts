import axe from 'axe-core';
import type { Frame, Page } from 'playwright-core';

/** The rules of axe that a colour scheme can break: all others look at what does not change with it. */
export const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/**
 * What axe finds in the page as it is now, with its fades at their end: `rule: elements`.
 *
 * @param rules these only; all when left out.
 */
export async function violationsOf(page: Page | Frame, rules?: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const found = await page.evaluate(
    async (only) => {
      // Ended, not waited for: a browser without a window tells of an end in a frame that may never come.
      for (const animation of document.getAnimations())
        if (animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY) animation.finish();
      const options: axe.RunOptions = { resultTypes: ['violations'] };
      if (only) options.runOnly = only;
      const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, options);
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    },
    rules && [...rules],
  );
  return found;
}
