import { expect, it } from 'vitest';
import vectors from '../../../test/vectors/sen-slope.json' with { type: 'json' };
import { senSlope } from './sen-slope.ts';

it.each(vectors.cases)('of $values.length values', ({ values, slope }) => {
  const found = senSlope(values);
  const rounded = (figure: number | undefined) => figure?.toFixed(9);
  expect([found?.value, found?.low, found?.high].map((figure) => rounded(figure))).toEqual(
    [slope?.value, slope?.low, slope?.high].map((figure) => rounded(figure)),
  );
});
