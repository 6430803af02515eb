import { describe, expect, test } from 'vitest';
import { trustedHeaders } from './trusted-headers.ts';

const LIES = {
  'CF-Connecting-IP': '8.8.8.8',
  'MF-CF-Blob': '{"asn":1}',
  'MF-Original-URL': 'http://elsewhere/',
  'X-Forwarded-For': '8.8.8.8',
  'X-Forwarded-Proto': 'https',
  'X-Real-IP': '8.8.8.8',
  'True-Client-IP': '8.8.8.8',
  Forwarded: 'for=8.8.8.8',
  'CF-IPCountry': 'US',
};

describe('trustedHeaders', () => {
  test('drops everything a client says about itself and keeps the rest', () => {
    const headers = trustedHeaders(new Headers({ ...LIES, Accept: 'text/html' }), '192.0.2.1:50000', false);
    expect(Object.fromEntries(headers)).toEqual({ accept: 'text/html', 'cf-connecting-ip': '192.0.2.1' });
  });

  test('with a trusted proxy takes what that proxy appended, not what the client began with', () => {
    const received = new Headers({ 'X-Forwarded-For': '8.8.8.8, 192.0.2.7', 'X-Forwarded-Proto': 'https' });
    expect(Object.fromEntries(trustedHeaders(received, '127.0.0.1:4', true))).toEqual({
      'cf-connecting-ip': '192.0.2.7',
      'x-forwarded-proto': 'https',
    });
  });

  test.each([
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['2001:db8::1', '2001:db8::1'],
    ['192.0.2.1', '192.0.2.1'],
  ])('reads the socket address %s', (socketAddress, address) => {
    expect(trustedHeaders(new Headers(), socketAddress, false).get('cf-connecting-ip')).toBe(address);
  });

  test('names no address where there is none', () => {
    expect(trustedHeaders(new Headers(LIES), null, false).get('cf-connecting-ip')).toBeNull();
  });
});
