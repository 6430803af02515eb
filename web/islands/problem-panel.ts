import type { ProblemText } from './problem-text.ts';
import { actions, setText, slot } from './slots.ts';

/** Writes the problem panel. */
export function fillProblem({ title, next, detail, canSendAgain, testFailed }: ProblemText): void {
  slot('problem-eyebrow').hidden = !testFailed;
  slot('problem-title').textContent = title;
  setText(slot('problem-next'), next);
  setText(slot('problem-detail'), detail);
  for (const button of actions('send-again')) button.hidden = !canSendAgain;
}
