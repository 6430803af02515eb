import { expect, test } from 'vitest';
import { toldFigures, unsaid } from './e2e/told-figures.ts';

const section = (inner: string) =>
  `<section class="x" data-source="/api/v1/quality?isp=a&amp;period=r90">${inner}</section>`;
const only = (inner: string) => toldFigures(section(inner))[0]!;

test('reads what a figure is, what else its words tell, and where the answer is', () => {
  expect(
    only(
      '<data value="310" data-at="a/value" data-also="a/low=298.5 a/high=325"><strong>310</strong> (299–325)</data>',
    ),
  ).toEqual({
    source: '/api/v1/quality?isp=a&period=r90',
    values: new Map([
      ['a/value', 310],
      ['a/low', 298.5],
      ['a/high', 325],
    ]),
    bins: null,
    text: '310 (299–325)',
  });
  expect(only('<data value="40" data-bins="3 9">40</data>').bins).toEqual({ lines: 40, first: 3, last: 9 });
  expect(() => toldFigures('<p><data value="1" data-at="a">1</data></p>')).toThrow('no source');
});

test.each([
  ['310 Mbit/s', 310e6],
  ['310 Mbps', 310.4e6],
  ['1.2 Gbit/s', 1.2e9],
  ['(298–325)', 325.2e6],
  ['half of them got 180–420 Mbit/s', 180e6],
  ['0.12%', 0.0012],
  ['24.1 ms', 24.08],
  ['1,200 lines', 1200],
  ['−5.2 Mbit/s', -5.2e6],
  ['slower by 5.2 Mbit/s', -5.2e6],
])('“%s” says %d', (text, value) => {
  expect(unsaid(only(`<data value="${value}" data-at="a">${text}</data>`))).toEqual([]);
});

test.each([
  ['311 Mbit/s', 310e6],
  ['310 kbit/s', 310e6],
  ['1.2 Gbit/s', 1.26e9],
  ['(298–325)', 326e6],
  ['24.1 ms', 24.2],
  ['12%', 0.0012],
  ['+5.2 Mbit/s', -5.2e6],
  ['−5.2 Mbit/s', 5.2e6],
  ['1,210 lines', 1200],
  ['fewer than 10', 0],
])('“%s” does not say %d', (text, value) => {
  expect(unsaid(only(`<data value="${value}" data-at="a">${text}</data>`))).toEqual([value]);
});
