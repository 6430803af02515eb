import { METRICS } from '../../../measurement-agent/protocol/statistics.ts';
import type { Lang } from '../../format/language.ts';
import { messagesIn } from '../../messages/messages.ts';
import { figureName } from '../cell/figure-names.ts';
import { pathIn } from '../frame.ts';
import type { NamedRegion } from '../names.ts';
import { periodName } from '../period-name.ts';
import type { ReportChosen, ReportContent } from './content.ts';

interface ChoiceFormProps extends Pick<ReportContent, 'metrics' | 'editions' | 'choice'> {
  lang: Lang;
  asked: ReportChosen;
}

/** Region, period, rules and metrics of another report: a form that needs no script. */
export function ChoiceForm({ lang, asked, metrics, editions, choice }: ChoiceFormProps) {
  const { report: words, profiles } = messagesIn(lang);
  const { form } = words;
  const months = [...new Set(editions.map(({ month }) => month))];
  const option = ({ code, names }: NamedRegion) => (
    <option value={code} selected={code === asked.region}>
      {names[lang]}
    </option>
  );
  const period = (name: string) => (
    <option value={name} selected={name === asked.period}>
      {periodName(name, lang)}
    </option>
  );
  return (
    <form class="report-form" method="get" action={pathIn(lang, '/report')} aria-label={form.label}>
      <div class="fields">
        <p class="field">
          <label for="report-region">{form.region}</label>
          <select id="report-region" name="region">
            {choice.regions.map(({ region, inside }) =>
              inside.length === 0 ? (
                option(region)
              ) : (
                <>
                  {option(region)}
                  <optgroup label={region.names[lang]}>{inside.map(option)}</optgroup>
                </>
              ),
            )}
          </select>
        </p>
        <p class="field">
          <label for="report-period">{form.period}</label>
          <select id="report-period" name="period">
            {months.length > 0 && <optgroup label={form.months}>{months.map(period)}</optgroup>}
            <optgroup label={form.rolling}>{choice.rolling.map(period)}</optgroup>
            {choice.running.length > 0 && (
              <optgroup label={form.running}>{choice.running.map(period)}</optgroup>
            )}
          </select>
        </p>
        <p class="field">
          <label for="report-profile">{form.profile}</label>
          <select id="report-profile" name="profile">
            {choice.profiles.map(({ name, provisional }) => (
              <option value={name} selected={name === asked.profile}>
                {profiles.names[name]}
                {provisional && ` (${words.provisional})`}
              </option>
            ))}
          </select>
        </p>
      </div>
      <fieldset class="metric-choice">
        <legend>{form.metrics}</legend>
        {METRICS.map((metric) => (
          <label class="choice">
            <input type="checkbox" name="metrics" value={metric} checked={metrics.includes(metric)} />{' '}
            {figureName(metric, lang)}
          </label>
        ))}
      </fieldset>
      <button type="submit" class="button primary">
        {form.show}
      </button>
    </form>
  );
}
