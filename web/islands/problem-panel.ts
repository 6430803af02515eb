import type { ProblemText } from './problem-text.ts';
import { actions, setText, slot } from './slots.ts';

const eyebrow = () => slot('problem-eyebrow');

/** Writes the problem panel. */
export function fillProblem({ title, next, detail, canSendAgain, stopped }: ProblemText): void {
  eyebrow().hidden = stopped;
  slot('problem-title').textContent = title;
  setText(slot('problem-next'), next);
  setText(slot('problem-detail'), detail);
  for (const button of actions('send-again')) button.hidden = !canSendAgain;
}
