import type { ChartLook } from './chart-look.ts';

/** Reads how charts have to look at `element` right now, from the style sheet's custom properties. */
export function readLook(element: HTMLElement): ChartLook {
  // A custom property's own value is still `light-dark(…)`; as a colour of an element it is the one of the two.
  const probe = document.createElement('span');
  probe.hidden = true;
  element.append(probe);
  const colour = (property: string) => {
    probe.style.color = `var(${property})`;
    return getComputedStyle(probe).color;
  };
  const look = {
    paper: colour('--paper'),
    raised: colour('--raised'),
    ink: colour('--ink'),
    quiet: colour('--quiet'),
    line: colour('--line'),
    accent: colour('--accent'),
    accentSoft: colour('--accent-soft'),
    accentFaint: colour('--accent-faint'),
    accentFainter: colour('--accent-fainter'),
    fontFamily: getComputedStyle(element).fontFamily,
    motion: !matchMedia('(prefers-reduced-motion: reduce)').matches,
  };
  probe.remove();
  return look;
}
