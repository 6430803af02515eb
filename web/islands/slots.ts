/** The elements of a page that a test writes to, found by their data attributes. */

/** A broken page is a programming error: pages and islands are built together. */
function found<Found extends Element>(selector: string, kind: new () => Found): Found {
  const element = document.querySelector(selector);
  if (!(element instanceof kind)) throw new TypeError(`The page has no ${kind.name} at ${selector}.`);
  return element;
}

export function slot(name: string): HTMLElement {
  return found(`[data-slot="${name}"]`, HTMLElement);
}

export function pathSlot(name: string): SVGPathElement {
  return found(`[data-slot="${name}"]`, SVGPathElement);
}

export function progressSlot(name: string): HTMLProgressElement {
  return found(`[data-slot="${name}"]`, HTMLProgressElement);
}

export function dialogSlot(name: string): HTMLDialogElement {
  return found(`[data-slot="${name}"]`, HTMLDialogElement);
}

export function linkSlot(name: string): HTMLAnchorElement {
  return found(`[data-slot="${name}"]`, HTMLAnchorElement);
}

export function checkbox(name: string): HTMLInputElement {
  return found(`[data-slot="${name}"]`, HTMLInputElement);
}

export function formById(id: string): HTMLFormElement {
  return found(`#${id}`, HTMLFormElement);
}

export function actions(name: string): HTMLButtonElement[] {
  return [...document.querySelectorAll<HTMLButtonElement>(`button[data-action="${name}"]`)];
}

/** Writes text, and hides the element when there is none. */
export function setText(element: HTMLElement, text: string | null): void {
  element.textContent = text ?? '';
  element.hidden = text === null;
}

export type Panel = 'ready' | 'running' | 'problem' | 'done' | 'declared' | 'consent';

/** Shows these parts of the page and no others. A test in a frame has not all of them. */
export function showPanels(...shown: Panel[]): void {
  for (const panel of document.querySelectorAll<HTMLElement>('[data-panel]'))
    panel.hidden = !shown.some((each) => each === panel.dataset.panel);
}

/** A stage in the list of steps. */
export function stepItem(step: string): HTMLElement {
  return found(`[data-step="${step}"]`, HTMLElement);
}

/** A use in the list of grades. */
export function useItem(use: string): HTMLElement {
  return found(`[data-use="${use}"]`, HTMLElement);
}
