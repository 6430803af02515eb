import { expect, test } from 'vitest';
import { turnCredentials } from './turn.ts';

// Of OpenSSL: HMAC-SHA1 under "north", base64.
test('TURN credentials are what a server with the same secret computes', async () => {
  expect(
    await turnCredentials(
      { url: 'turn:t.example', secret: 'north' },
      'AAAAAAAAAAAAAAAAAAAAAA',
      1_700_000_000_999,
    ),
  ).toEqual({
    urls: ['turn:t.example'],
    username: '1700000000:AAAAAAAAAAAAAAAAAAAAAA',
    credential: 'YaysAagseQaO2owcU9cgA47eH/k=',
    expiresAt: '2023-11-14T22:13:20.999Z',
  });
});
