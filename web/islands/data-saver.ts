import { rememberDataSaver, rememberedDataSaver, type Store } from './remembered.ts';
import { checkbox } from './slots.ts';

/** Network Information API (WICG draft): the person asked the browser to use less data. Not in every browser. */
function asksForLess(navigator: Navigator): boolean {
  const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } };
  return connection?.saveData === true;
}

/** The box that keeps a test small; what was chosen last stays chosen on this device. */
export function dataSaver(store: Store): { chosen(): boolean } {
  const box = checkbox('data-saver');
  box.checked = rememberedDataSaver(store) ?? asksForLess(navigator);
  box.addEventListener('change', () => rememberDataSaver(store, box.checked));
  return { chosen: () => box.checked };
}
