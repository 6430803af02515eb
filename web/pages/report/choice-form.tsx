import { METRICS } from '../../../measurement-agent/protocol/statistics.ts';
import type { Lang } from '../../format/language.ts';
import { messagesIn } from '../../messages/messages.ts';
import { figureName } from '../cell/figure-names.ts';
import { periodName } from '../cell/period-choice.tsx';
import { pathIn } from '../frame.ts';
import type { NamedRegion } from '../names.ts';
import type { ReportContent } from './content.ts';

/** Region, period and metrics of another report: a form that needs no script. */
export function ChoiceForm({ lang, content }: { lang: Lang; content: ReportContent }) {
  const { report: words } = messagesIn(lang);
  const { form } = words;
  const { report, metrics, editions, choice } = content;
  const months = [...new Set(editions.map(({ month }) => month))];
  const option = ({ code, names }: NamedRegion) => (
    <option value={code} selected={code === report.region}>
      {names[lang]}
    </option>
  );
  const period = (name: string) => (
    <option value={name} selected={name === report.period.name}>
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
            <option value="default">{form.profileName}</option>
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
