import { missingReasons, problems, suitability } from '../messages/en.ts';
import { runEn } from '../messages/run-en.ts';
import { runTest } from './test-program.ts';

runTest('en', { run: runEn, suitability, problems, missingReasons });
