import { err, type Fallible, ok } from '../../../measurement-agent/protocol/fallible.ts';
import { type Cadence, type Schedule, scheduleSchema } from '../../../measurement-agent/protocol/schedule.ts';
import { isTimeZone } from '../time-zone.ts';
import { textOf } from './form-text.ts';

const DAY_S = 86_400;
/** As the default's: exponential, cut at a tenth and at two and a half times the mean. */
const LEAST_SHARE = 0.1;
const MOST_SHARE = 2.5;

/** The schedule that a form asks for. What it does not ask about stays as in `base`. */
export function scheduleOfForm(form: FormData, base: Schedule): Fallible<Schedule, 'wrong'> {
  const text = (name: string) => textOf(form, name).trim();
  const [from, to] = [text('quietFrom'), text('quietTo')];
  const monthly = text('monthlyGB');
  const probes = text('probes');
  const asked = {
    ...base,
    cadence: cadenceOf(text('kind'), Number(text('testsADay')), form.getAll('hours').map(Number)),
    timeZone: text('timeZone') === '' ? null : text('timeZone'),
    quietHours: [...(from === '' && to === '' ? [] : [{ from, to }]), ...base.quietHours.slice(1)],
    monthlyBytes: monthly === '' ? null : Math.round(Number(monthly) * 1e9),
    lightProbesEveryS: probes === 'none' ? null : Number(probes),
  };
  const parsed = scheduleSchema.safeParse(asked);
  if (!parsed.success) return err('wrong');
  const { timeZone } = parsed.data;
  return timeZone === null || isTimeZone(timeZone) ? ok(parsed.data) : err('wrong');
}

function cadenceOf(kind: string, testsADay: number, hours: number[]): Cadence | null {
  if (kind === 'stratified') return { kind, hours: [...new Set(hours)].toSorted((a, b) => a - b) };
  if (kind !== 'poisson' || !(testsADay > 0)) return null;
  const meanIntervalS = Math.round(DAY_S / testsADay);
  return {
    kind,
    meanIntervalS,
    leastIntervalS: Math.round(meanIntervalS * LEAST_SHARE),
    mostIntervalS: Math.round(meanIntervalS * MOST_SHARE),
  };
}
