import { describe, expect, test } from 'vitest';
import { questionAddress } from './question-address.ts';

describe('questionAddress', () => {
  test('names what was asked, each value of a list, and nothing else of the address', () => {
    expect(
      questionAddress({ search: '?isp=a&isp=b&utm=x' }, { isp: ['a', 'shared:b~c'], region: 'JP-kanto' }),
    ).toBe('?isp=a&isp=shared%3Ab%7Ec&region=JP-kanto');
  });

  test('is empty where nothing was asked', () => {
    expect(questionAddress({ search: '' }, { isp: [], region: 'JP' })).toBe('');
  });
});
