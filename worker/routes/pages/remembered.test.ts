import { expect, test, vi } from 'vitest';
import { ENV } from '../../../test/worker/bindings.ts';
import { readBasis } from '../quality/asked.ts';
import { remembered } from './remembered.ts';

const basisAt = async (publishedAtMs: number | null) => ({
  ...(await readBasis(ENV.DB, false, 0)),
  publishedAtMs,
});

/** Says how often it was worked out. */
const counted = () => {
  let times = 0;
  return vi.fn<() => Promise<{ times: number }>>(async () => {
    times += 1;
    return { times };
  });
};

test('is worked out once for a publication and a question', async () => {
  const workOut = counted();
  const ask = async (publishedAtMs: number | null, question: unknown[]) =>
    remembered(ENV.DB, await basisAt(publishedAtMs), question, workOut);
  expect(await ask(1, ['isp', 'ocn'])).toEqual({ times: 1 });
  expect(await ask(1, ['isp', 'ocn'])).toEqual({ times: 1 });
  expect(await ask(1, ['isp', 'iij'])).toEqual({ times: 2 });
  expect(await ask(2, ['isp', 'ocn'])).toEqual({ times: 3 });
  expect(await ask(1, ['isp', 'ocn'])).toEqual({ times: 1 });
});

test('is worked out whenever it is asked for before the first publication, and where it is refused', async () => {
  const workOut = counted();
  await remembered(ENV.DB, await basisAt(null), ['before'], workOut);
  expect(await remembered(ENV.DB, await basisAt(null), ['before'], workOut)).toEqual({ times: 2 });
  const refuse = vi.fn<() => Promise<object>>(async () => ({ ok: false, error: 'not-found' }));
  const on = await basisAt(3);
  await remembered(ENV.DB, on, ['nowhere'], refuse);
  await remembered(ENV.DB, on, ['nowhere'], refuse);
  expect(refuse).toHaveBeenCalledTimes(2);
});

test('keeps what was asked for last', async () => {
  const on = await basisAt(4);
  const workOut = counted();
  const ask = (question: number) => remembered(ENV.DB, on, ['of many', question], workOut);
  for (let question = 0; question < 60; question += 1) await ask(question);
  await ask(59);
  expect(workOut).toHaveBeenCalledTimes(60);
  await ask(0);
  expect(workOut).toHaveBeenCalledTimes(61);
});
