import type { ChartLook } from './chart-look.ts';

/** Text size in CSS px, as the static drawings have it. */
const TICK_FONT_PX = 12;

const TOOLTIP_FADE_MS = 120;

/** The same for every chart: it fills the room of the drawing it replaces, and appears without growing. */
export function canvasStyle(look: ChartLook) {
  return {
    responsive: true,
    maintainAspectRatio: false,
    // A duration of zero still lets the tooltip fade, `false` stills everything.
    animation: look.motion ? { duration: 0 } : (false as const),
    font: { family: look.fontFamily },
  };
}

/** A tooltip like the page's own panels. */
export function tooltipStyle(look: ChartLook) {
  const font = { family: look.fontFamily, size: TICK_FONT_PX };
  return {
    backgroundColor: look.raised,
    borderColor: look.quiet,
    borderWidth: 1,
    cornerRadius: 6,
    padding: { x: 10, y: 5 },
    titleMarginBottom: 3,
    footerMarginTop: 3,
    bodySpacing: 1,
    position: 'clearOfPoint' as const,
    caretSize: 0,
    displayColors: false,
    titleColor: look.quiet,
    bodyColor: look.ink,
    footerColor: look.quiet,
    titleFont: { ...font, weight: 'normal' as const },
    bodyFont: font,
    footerFont: { ...font, weight: 'normal' as const },
    ...(look.motion && { animation: { duration: TOOLTIP_FADE_MS } }),
  };
}

/** Type of an axis's labels. */
export function tickStyle(look: ChartLook) {
  return { color: look.quiet, font: { family: look.fontFamily, size: TICK_FONT_PX }, maxRotation: 0 };
}
