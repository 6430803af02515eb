import { deletePublished } from './delete-published.ts';
import { forgetResult, ownResults } from './remembered.ts';
import { actions, slot } from './slots.ts';
import { pageStore } from './store.ts';

/** The page of a result: copies what it offers, prints it, and deletes it where this device measured it. */

const store = pageStore();

for (const button of actions('copy')) {
  button.hidden = false;
  button.addEventListener('click', () => void copy(button.dataset.of ?? ''));
}
for (const button of actions('print')) {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}

const removal = slot('removal');
const own = ownResults(store).find(({ id }) => id === removal.dataset.id);
if (own !== undefined) {
  slot('removal-own').hidden = false;
  slot('removal-other').hidden = true;
  for (const button of actions('delete-result'))
    button.addEventListener('click', () => void remove(own.id, own.deleteToken));
}

async function copy(id: string): Promise<void> {
  const source = document.querySelector<HTMLInputElement | HTMLTextAreaElement>(`#${CSS.escape(id)}`);
  if (source === null) return;
  const status = slot('copy-status');
  try {
    await navigator.clipboard.writeText(source.value);
    status.textContent = status.dataset.copied ?? '';
  } catch {
    source.select();
    status.textContent = status.dataset.notCopied ?? '';
  }
}

async function remove(id: string, deleteToken: string): Promise<void> {
  if (!window.confirm(removal.dataset.question)) return;
  const status = slot('removal-status');
  if (!(await deletePublished(id, deleteToken))) {
    status.textContent = status.dataset.failed ?? '';
    return;
  }
  forgetResult(store, id);
  slot('removal-own').hidden = true;
  status.textContent = status.dataset.done ?? '';
}
