import { expect, test } from 'vitest';
import { version } from '../../package.json';
import { VERSION } from './version.ts';

test('VERSION is that of package.json', () => {
  expect(VERSION).toBe(version);
});
