import {
  ALARM_FIGURES,
  type AlarmCondition,
  type AlarmRuleAnswer,
  LESS_IS_WORSE,
  type ThresholdCondition,
} from '../../../measurement-agent/protocol/alarms.ts';
import { formatCount, formatRatio } from '../../format/count.ts';
import { formatDelay } from '../../format/delay.ts';
import { figureText } from '../../format/figure.ts';
import type { Lang } from '../../format/language.ts';
import { messagesIn } from '../../messages/messages.ts';
import { type Frame, pathIn } from '../frame.ts';
import { alarmFigure } from './alarm-figure.ts';
import type { FleetAgentContent, RuleFault, RuleTried } from './content.ts';
import { Csrf } from './csrf.tsx';

interface ThresholdsProps {
  frame: Frame;
  content: FleetAgentContent;
  mayChange: boolean;
}

/** What is watched of an agent, and the form that watches more. */
export function Thresholds({ frame: { lang }, content, mayChange }: ThresholdsProps) {
  const { rules: words } = messagesIn(lang).fleetAlarms;
  const { viewer, rules, ruleTried, shown } = content;
  const action = pathIn(lang, `/fleet/agents/${shown.agent.id}/alarm-rules`);
  return (
    <section>
      <h2 id="thresholds">{words.heading}</h2>
      {rules.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        <div class="scroll" tabindex={0} role="region" aria-labelledby="thresholds">
          <table class="numbers list" aria-labelledby="thresholds" data-testid="fleet-rules">
            <thead>
              <tr>
                <th scope="col">{words.name}</th>
                <th scope="col">{words.what}</th>
                <th scope="col">{words.of}</th>
                {mayChange && <th scope="col">{words.change}</th>}
              </tr>
            </thead>
            <tbody>
              {rules.map((rule) => (
                <tr>
                  <th scope="row">{rule.name}</th>
                  <td>{ruleText(rule, lang)}</td>
                  <td>{rule.agentId === null ? words.ofAll : words.ofThis}</td>
                  {mayChange && (
                    <td>
                      {rule.agentId !== null && (
                        <form method="post" action={`${action}/remove`}>
                          <Csrf token={viewer.csrf} />
                          <input type="hidden" name="rule" value={rule.id} />
                          <button type="submit" class="quiet" aria-label={words.removeNamed(rule.name)}>
                            {words.remove}
                          </button>
                        </form>
                      )}
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {mayChange && shown.agent.ownerId !== null && (
        <form method="post" action={`${action}#thresholds`}>
          <Csrf token={viewer.csrf} />
          {ruleTried !== null && (
            <p class="notice" role="alert" id="rule-fault">
              {words.faults[ruleTried.fault]}
            </p>
          )}
          <RuleFields lang={lang} tried={ruleTried} />
          <p class="actions">
            <button type="submit" data-testid="fleet-rule-add">
              {words.add}
            </button>
          </p>
        </form>
      )}
    </section>
  );
}

/** The field in which a fault is mended. */
const FIELD_OF: Record<RuleFault, string | null> = {
  name: 'name',
  'name-taken': 'name',
  value: 'value',
  bound: 'value',
  consecutive: 'consecutive',
  'too-many': null,
};

function RuleFields({ lang, tried }: { lang: Lang; tried: RuleTried | null }) {
  const { rules: words, figures } = messagesIn(lang).fleetAlarms;
  const typed = (name: string, otherwise: string) =>
    tried === null ? otherwise : (tried.fields[name] ?? '');
  /** Marks the field that is wrong, tells why, and leads there. */
  const marked = (name: string, hint: string) => {
    const wrong = tried !== null && FIELD_OF[tried.fault] === name;
    return {
      'aria-describedby': wrong ? `rule-fault ${hint}` : hint,
      ...(wrong && { 'aria-invalid': true, autofocus: true }),
    };
  };
  return (
    <div class="question-fields">
      <p class="field">
        <label for="rule-name">{words.name}</label>
        <input
          id="rule-name"
          name="name"
          type="text"
          maxlength={64}
          required
          value={typed('name', '')}
          {...marked('name', 'rule-name-hint')}
        />
        <span class="fine" id="rule-name-hint">
          {words.nameHint}
        </span>
      </p>
      <p class="field">
        <label for="rule-watch">{words.watch}</label>
        <select id="rule-watch" name="watch">
          {ALARM_FIGURES.map((figure) => (
            <option value={figure} selected={figure === typed('watch', 'downloadBps')}>
              {figures[figure]}
            </option>
          ))}
          {(['silence', 'budget', 'clock'] as const).map((kind) => (
            <option value={kind} selected={kind === typed('watch', '')}>
              {words.kinds[kind]}
            </option>
          ))}
        </select>
      </p>
      <p class="field">
        <label for="rule-against">{words.against}</label>
        <select id="rule-against" name="against" aria-describedby="rule-figures-hint">
          {(['past', 'contract', 'fixed'] as const).map((kind) => (
            <option value={kind} selected={kind === typed('against', 'past')}>
              {words.bounds[kind]}
            </option>
          ))}
        </select>
      </p>
      <p class="field">
        <label for="rule-value">{words.value}</label>
        <input
          id="rule-value"
          name="value"
          type="number"
          min="0"
          step="any"
          required
          value={typed('value', '')}
          {...marked('value', 'rule-value-hint')}
        />
        <span class="fine" id="rule-value-hint">
          {words.valueHint}
        </span>
      </p>
      <p class="field">
        <label for="rule-consecutive">{words.consecutive}</label>
        <input
          id="rule-consecutive"
          name="consecutive"
          type="number"
          min="1"
          max="20"
          required
          value={typed('consecutive', '3')}
          {...marked('consecutive', 'rule-figures-hint')}
        />
      </p>
      <p class="field">
        <label>
          <input
            type="checkbox"
            name="retest"
            value="1"
            checked={typed('retest', '1') === '1'}
            aria-describedby="rule-figures-hint"
          />{' '}
          {words.retest}
        </label>
        <span class="fine" id="rule-figures-hint">
          {words.figuresHint}
        </span>
      </p>
    </div>
  );
}

/** What a rule watches, in words, with when it does not. */
function ruleText({ condition, quietHours }: AlarmRuleAnswer, lang: Lang): string {
  const { rules } = messagesIn(lang).fleetAlarms;
  return [
    conditionText(condition, lang),
    ...quietHours.map(({ from, to }) => rules.quiet(from, to)),
    ...(condition.kind === 'threshold' && condition.retestWithinS !== null ? [rules.retested] : []),
  ].join(rules.separator);
}

function conditionText(condition: AlarmCondition, lang: Lang): string {
  const { fleetAlarms: words } = messagesIn(lang);
  switch (condition.kind) {
    case 'threshold':
      return thresholdText(condition, lang);
    case 'silence':
      return words.silence(formatCount(Math.round(condition.afterS / 60), lang));
    case 'budget':
      return words.budget(formatRatio(condition.share, lang));
    case 'clock':
      return words.rules.clock(
        figureText(formatDelay(condition.offsetMs, lang)),
        formatCount(condition.consecutive, lang),
      );
  }
}

function thresholdText({ figure, bound, consecutive }: ThresholdCondition, lang: Lang): string {
  const { rules, figures } = messagesIn(lang).fleetAlarms;
  const boundText = () => {
    switch (bound.kind) {
      case 'fixed':
        return alarmFigure(figure, bound.value, lang);
      case 'contract':
        return rules.ofContract(formatRatio(bound.share, lang));
      case 'past':
        return rules.ofPast(formatRatio(bound.factor, lang));
    }
  };
  const beyond = LESS_IS_WORSE.has(figure) ? rules.below : rules.above;
  return beyond(figures[figure], boundText(), formatCount(consecutive, lang));
}
