import { expect, test } from 'vitest';
import { csvOf } from './csv.ts';

test('csvOf() quotes what RFC 4180 says, leaves out what is null, and writes no formula', () => {
  const rows = [
    { name: 'a "b", c', count: 1.5, none: null, tags: ['x'], formula: '=1+1' },
    { name: '東京\n2', count: -2, none: null, tags: [], formula: '@cmd' },
  ];
  expect(csvOf(['name', 'count', 'none', 'tags', 'formula'], rows)).toBe(
    'name,count,none,tags,formula\r\n"a ""b"", c",1.5,,"[""x""]",\'=1+1\r\n"東京\n2",-2,,[],\'@cmd\r\n',
  );
});
