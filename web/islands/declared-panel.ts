import type { Declared } from '../../measurement-agent/protocol/result.ts';
import { answersInWords, answersOf, fillIn, suggest } from './declared-answers.ts';
import { mediumOf } from './medium.ts';
import { forgetDeclared, rememberDeclared, rememberedDeclared, type Store } from './remembered.ts';
import { formById, setText, slot } from './slots.ts';
import type { Words } from './words.ts';

/** The optional questions: what is remembered goes with the next test, and the start panel says so. */
export interface DeclaredPanel {
  /** What the next test carries: only what the person chose to have remembered. */
  answers(): Declared;
  /** Fills in what is likely and not answered yet; the person confirms it by sending the form. */
  suggest(likely: Partial<Record<keyof Declared, string>>): void;
}

export function declaredPanel(
  store: Store,
  { run }: Pick<Words, 'run'>,
  formatItems: (items: string[]) => string,
  /** Told the answers that the person sends; answers whether the result has them, null when there is no result. */
  onAnswered: (answers: Declared) => Promise<boolean | null>,
): DeclaredPanel {
  const form = formById('declared');

  /** Goes through the form, which drops whatever it does not offer (any more). */
  function recall(): Declared {
    form.reset();
    fillIn(form, rememberedDeclared(store));
    const answers = answersOf(form);
    const words = answersInWords(form);
    slot('remembered').hidden = words.length === 0;
    setText(slot('remembered-text'), words.length === 0 ? null : run.remembered(formatItems(words)));
    const medium = mediumOf(navigator);
    if (medium !== null) suggest(form, 'medium', medium);
    return answers;
  }

  let answers = recall();
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    rememberDeclared(store, answersOf(form));
    answers = recall();
    slot('suggested').hidden = true;
    slot('declared-status').textContent = run.saved;
    void onAnswered(answers).then((recorded) => {
      if (recorded !== null) slot('declared-status').textContent = recorded ? run.recorded : run.notRecorded;
    });
  });
  form.querySelector('button[type="reset"]')?.addEventListener('click', (event) => {
    event.preventDefault();
    forgetDeclared(store);
    answers = recall();
    slot('declared-status').textContent = run.forgotten;
  });
  return {
    answers: () => answers,
    suggest(likely) {
      const taken = Object.entries(likely).filter(
        ([field, value]) => value !== '' && suggest(form, field as keyof Declared, value),
      );
      slot('suggested').hidden = taken.length === 0;
    },
  };
}
