import { missingReasons, problems, suitability } from '../messages/ja.ts';
import { runJa } from '../messages/run-ja.ts';
import { runTest } from './test-program.ts';

runTest('ja', { run: runJa, suitability, problems, missingReasons });
