import type { Lang } from '../format/language.ts';
import { runEmbeddedTest } from './embedded-test.ts';
import { runTestPage } from './test-runner.ts';
import type { Words } from './words.ts';

/** Runs the test of the page or of a frame on another site: the frame's adds so little that both come as one file. */
export function runTest(lang: Lang, words: Words): void {
  const run = document.body.classList.contains('embedded') ? runEmbeddedTest : runTestPage;
  run(lang, words);
}
