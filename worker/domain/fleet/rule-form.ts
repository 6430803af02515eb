import {
  ALARM_FIGURES,
  type AlarmFigure,
  type AlarmRuleRequest,
  alarmRuleRequestSchema,
} from '../../../measurement-agent/protocol/alarms.ts';
import { err, type Fallible, ok } from '../../../measurement-agent/protocol/fallible.ts';
import type { RuleFault } from '../../../web/pages/fleet/content.ts';
import { textOf } from './form-text.ts';

/** Another test is waited for so long. */
const RETEST_WITHIN_S = 3600;

/** The rule that a form asks for, of one agent. Units are those that people read: Mbit/s, ms, minutes, percent. */
export function ruleOfForm(
  form: FormData,
  { agentId, ownerId }: { agentId: string; ownerId: string | null },
): Fallible<AlarmRuleRequest, RuleFault> {
  const text = (name: string) => textOf(form, name).trim();
  // An empty field is no number, where Number() would make it 0.
  const value = text('value') === '' ? Number.NaN : Number(text('value'));
  const parsed = alarmRuleRequestSchema.safeParse({
    ...(ownerId !== null && { ownerId }),
    name: text('name'),
    agentId,
    condition: conditionOf(text, value),
    quietHours: [],
  });
  return parsed.success ? ok(parsed.data) : err(faultOf(parsed.error.issues[0]?.path ?? []));
}

/** Where in the form a broken rule of the contract is mended. */
function faultOf(path: readonly PropertyKey[]): RuleFault {
  const [field, part] = path;
  if (field === 'name') return 'name';
  if (part === 'consecutive' || part === 'recoverAfter') return 'consecutive';
  // A rule over the whole condition: the bound is none for this figure.
  return field === 'condition' && part === undefined ? 'bound' : 'value';
}

function conditionOf(text: (name: string) => string, value: number): unknown {
  const watch = text('watch');
  const consecutive = Number(text('consecutive'));
  switch (watch) {
    case 'silence':
      return { kind: 'silence', afterS: Math.round(value * 60) };
    case 'budget':
      return { kind: 'budget', share: value / 100 };
    case 'clock':
      return { kind: 'clock', offsetMs: value, consecutive };
  }
  const figure = ALARM_FIGURES.find((known) => known === watch);
  if (figure === undefined) return null;
  return {
    kind: 'threshold',
    figure,
    bound: boundOf(figure, text('against'), value),
    consecutive,
    recoverAfter: consecutive,
    retestWithinS: text('retest') === '' ? null : RETEST_WITHIN_S,
  };
}

function boundOf(figure: AlarmFigure, against: string, value: number): unknown {
  switch (against) {
    case 'contract':
      return { kind: 'contract', share: value / 100 };
    case 'past':
      return { kind: 'past', factor: value / 100 };
    default:
      return { kind: 'fixed', value: fixedIn(figure, value) };
  }
}

/** In the figure's own unit. */
function fixedIn(figure: AlarmFigure, value: number): number {
  if (figure === 'downloadBps' || figure === 'uploadBps') return value * 1e6;
  return figure === 'lossRatio' ? value / 100 : value;
}
