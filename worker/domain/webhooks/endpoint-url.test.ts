import { expect, test } from 'vitest';
import { isOwnServer, webhookUrl } from './endpoint-url.ts';

const taken = (url: string, loopback = false) => webhookUrl(url, { loopback }).ok;

test.each([
  'https://ops.example/jissoku',
  'https://ops.example:8443/a?b=c',
  'https://8.8.8.8/',
  'https://[2606:4700:4700::1111]/',
  'https://xn--wgv71a119e.jp/',
])('takes %s', (url) => {
  expect(taken(url)).toBe(true);
});

test.each([
  'nothing',
  'http://ops.example/',
  'ftp://ops.example/',
  'javascript:alert(1)',
  'https://user:secret@ops.example/',
  'https://localhost/',
  'https://localhost./',
  'https://a.localhost/',
  'https://router/',
  'https://nas.local/',
  'https://metadata.google.internal/',
  'https://host.home.arpa/',
  'https://127.0.0.1/',
  'https://127.1/',
  'https://2130706433/',
  'https://0x7f.0.0.1/',
  'https://0/',
  'https://10.0.0.1/',
  'https://172.16.0.1/',
  'https://192.168.1.1/',
  'https://100.64.0.1/',
  'https://169.254.169.254/latest/meta-data',
  'https://224.0.0.1/',
  'https://255.255.255.255/',
  'https://192.0.2.1/',
  'https://[::1]/',
  'https://[::]/',
  'https://[fe80::1]/',
  'https://[fd00::1]/',
  'https://[::ffff:10.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://[64:ff9b::a00:1]/',
  'https://[2002:a00:1::]/',
  'https://[2001:db8::1]/',
])('refuses %s, also in production', (url) => {
  expect(taken(url)).toBe(false);
});

test.each([
  ['http://127.0.0.1:9000/hook', true],
  ['http://localhost:9000/', true],
  ['https://[::1]:9000/', true],
  ['http://[::ffff:127.0.0.1]/', true],
  ['http://192.168.1.1/', false],
  ['https://192.168.1.1/', false],
  ['https://169.254.169.254/', false],
  ['http://ops.example/', false],
  ['https://ops.example/', true],
])('a server of one’s own takes %s: %s', (url, is) => {
  expect(taken(url, true)).toBe(is);
});

test.each([
  [{ LOCAL: '1' }, true],
  [{ LOCAL: '0' }, false],
  [{ LOCAL: '1', PUBLIC_URL: 'https://jissoku.example' }, false],
  [{ LOCAL: '1', TRUST_PROXY: '1' }, false],
  [{ LOCAL: '1', HOST: '127.0.0.1' }, true],
  [{ LOCAL: '1', HOST: '::1' }, true],
  [{ LOCAL: '1', HOST: '0.0.0.0' }, false],
  [{ LOCAL: '1', HOST: '192.168.1.7' }, false],
])('%j is a server of one’s own: %s', (variables, is) => {
  expect(isOwnServer(variables)).toBe(is);
});

test('an address is kept as the parser writes it, without its fragment', () => {
  expect(webhookUrl('https://OPS.example/a#b', { loopback: false })).toEqual({
    ok: true,
    value: 'https://ops.example/a',
  });
});
