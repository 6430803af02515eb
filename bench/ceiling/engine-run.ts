import { measure } from '../../measurement-agent/engine/engine.ts';
import { systemClock } from '../../measurement-agent/engine/system-clock.ts';
import type { Transport } from '../../measurement-agent/engine/transport.ts';
import { NOTHING_DECLARED, type Submission } from '../../measurement-agent/protocol/result.ts';
import { CEILING_PLAN } from './plan.ts';
import type { CeilingRates } from './rates.ts';

/** One run of the engine under the plan of this bench; nothing is stored. */
export async function runEngine(
  transport: Transport,
  kind: Submission['agent']['kind'],
): Promise<CeilingRates> {
  const measured = await measure({
    transport,
    clock: systemClock,
    random: Math.random,
    signal: new AbortController().signal,
    agent: { name: 'bench-ceiling', version: '0', kind },
    declared: NOTHING_DECLARED,
    synthetic: true,
    plan: CEILING_PLAN,
  });
  if (!measured.ok) throw new Error(`The engine ended: ${measured.error.reason}`);
  const { download, upload } = measured.value.submission;
  return { downloadBps: download?.goodputBps ?? null, uploadBps: upload?.goodputBps ?? null };
}
