import type { ConnectionMethod } from '../../measurement-agent/protocol/vocabulary.ts';
import { amendResult } from './amend.ts';
import { type OwnResult, ownResults, rememberAnswer } from './remembered.ts';
import { actions, formById, slot } from './slots.ts';
import { pageStore } from './store.ts';

/** Asks whether the guessed connection method is right, where this browser holds the key to the result. */

const store = pageStore();
const section = document.getElementById('connection');
const own = ownResults(store).find(({ id }) => id === section?.dataset.result);
if (section?.querySelector('[data-slot="connection-question"]') && own !== undefined)
  ask(own, section.dataset.guess as ConnectionMethod);

function ask(result: OwnResult, guess: ConnectionMethod): void {
  const question = slot('connection-question');
  const others = formById('connection-others');
  const buttons = [...question.querySelectorAll('button')];

  async function answer(connectionMethod: ConnectionMethod): Promise<void> {
    slot('connection-status').textContent = '';
    for (const button of buttons) button.disabled = true;
    if (await amendResult(result, { connectionMethod })) {
      rememberAnswer(store, 'connectionMethod', connectionMethod);
      // The server words the page anew: what was said stands in two of its sections.
      window.location.hash = 'connection';
      window.location.reload();
      return;
    }
    for (const button of buttons) button.disabled = false;
    tell('failed');
  }

  on('connection-yes', () => void answer(guess));
  on('connection-other', (button) => {
    others.hidden = !others.hidden;
    button.setAttribute('aria-expanded', String(!others.hidden));
  });
  on('connection-unknown', () => {
    question.hidden = true;
    tell('left');
  });
  others.addEventListener('submit', (event) => {
    event.preventDefault();
    const chosen = others.querySelector('select')?.value;
    // The page offers nothing but the words of the contract.
    if (chosen) void answer(chosen as ConnectionMethod);
  });
  question.hidden = false;
}

function on(action: string, act: (button: HTMLButtonElement) => void): void {
  for (const button of actions(action)) button.addEventListener('click', () => act(button));
}

function tell(what: 'left' | 'failed'): void {
  const status = slot('connection-status');
  status.textContent = status.dataset[what] ?? '';
}
