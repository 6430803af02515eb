import { expect, test } from 'vitest';
import { RESULT_DOCUMENT } from '../../../test/fixtures/result-document.ts';
import { byteLimit } from './byte-limit.ts';

const { download, upload } = RESULT_DOCUMENT;
const short = { endedBy: 'bytes', durationMs: 1_100 } as const;

test.each([
  ['no limit was set', {}, []],
  ['the limit was far', { maxBytes: 1e9 }, []],
  [
    'it was reached late enough',
    { maxBytes: 1e7, download: { ...download!, endedBy: 'bytes' as const, durationMs: 1_300 } },
    [],
  ],
  ['it cut a download short', { maxBytes: 1e7, download: { ...download!, ...short } }, ['byte-limited']],
  ['it cut an upload short', { maxBytes: 1e7, upload: { ...upload!, ...short } }, ['byte-limited']],
  [
    'it left nothing for an upload',
    { maxBytes: 1e7, upload: null, missing: { upload: 'too-few-samples' as const } },
    ['byte-limited'],
  ],
  [
    'a line that died is another matter',
    { maxBytes: 1e7, upload: null, missing: { upload: 'connection-lost' as const } },
    [],
  ],
])('%s', (_name, changes, codes) => {
  expect(byteLimit({ download, upload, missing: {}, ...changes })).toEqual(codes);
});
