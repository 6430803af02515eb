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
    cadence: cadenceOf(base.cadence, {
      kind: text('kind'),
      testsADay: Number(text('testsADay')),
      hours: form.getAll('hours').map(Number),
    }),
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

interface AskedCadence {
  kind: string;
  testsADay: number;
  hours: number[];
}

/** Null for what is none. A campaign and the ends of random intervals are not asked about: they stay where nothing else is asked. */
function cadenceOf(base: Cadence, { kind, testsADay, hours }: AskedCadence): Cadence | null {
  switch (kind) {
    case 'stratified':
      return { kind, hours: [...new Set(hours)].toSorted((a, b) => a - b) };
    case 'campaign':
      return base.kind === kind ? base : null;
    case 'poisson':
      if (base.kind === kind && isShownAs(base.meanIntervalS, testsADay)) return base;
      return testsADay > 0 ? poissonOf(testsADay) : null;
    default:
      return null;
  }
}

/** The editor shows tests a day to hundredths. */
function isShownAs(meanIntervalS: number, testsADay: number): boolean {
  return Math.round((DAY_S / meanIntervalS) * 100) === Math.round(testsADay * 100);
}

function poissonOf(testsADay: number): Cadence {
  const meanIntervalS = Math.round(DAY_S / testsADay);
  return {
    kind: 'poisson',
    meanIntervalS,
    leastIntervalS: Math.round(meanIntervalS * LEAST_SHARE),
    mostIntervalS: Math.round(meanIntervalS * MOST_SHARE),
  };
}
