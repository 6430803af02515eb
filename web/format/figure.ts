/** One figure ready to be shown: the number and the unit apart, so that a page can set them in different sizes. */
export interface Figure {
  value: string;
  unit: string;
}

/** The figure as one string, with a no-break space before the unit (SI Brochure 5.4.3). */
export function figureText(figure: Figure): string {
  return `${figure.value}\u00a0${figure.unit}`;
}
