import { METRICS } from '../../../measurement-agent/protocol/statistics.ts';
import type { Lang } from '../../format/language.ts';
import { messagesIn } from '../../messages/messages.ts';
import { figureName } from '../cell/figure-names.ts';
import type { NamedRegion } from '../names.ts';
import { periodName } from '../period-name.ts';
import type { PeriodChoices, RegionChoices } from './choices.ts';

/** One thing to choose; options stand under the name of their group, or under none. */
export interface Field {
  name: string;
  label: string;
  value: string;
  groups: readonly { label: string | null; options: readonly { value: string; text: string }[] }[];
}

interface QuestionFormProps {
  lang: Lang;
  fields: readonly Field[];
  /** Parameters that the form keeps and does not ask. */
  kept?: Readonly<Record<string, string>>;
}

/** A question in the address: choices that a plain GET sends. */
export function QuestionForm({ lang, fields, kept = {} }: QuestionFormProps) {
  const { form } = messagesIn(lang).overviews;
  return (
    <form class="question" method="get">
      {Object.entries(kept).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <div class="question-fields">
        {fields.map(({ name, label, value, groups }, index) => {
          const id = `question-${index}-${name}`;
          return (
            <p class="field">
              <label for={id}>{label}</label>
              <select id={id} name={name}>
                {groups.map((group) => {
                  const options = group.options.map((option) => (
                    <option value={option.value} selected={option.value === value}>
                      {option.text}
                    </option>
                  ));
                  return group.label === null ? options : <optgroup label={group.label}>{options}</optgroup>;
                })}
              </select>
            </p>
          );
        })}
      </div>
      <p>
        <button type="submit" class="primary">
          {form.show}
        </button>
      </p>
    </form>
  );
}

export function metricField(value: string, lang: Lang): Field {
  return {
    name: 'metric',
    label: messagesIn(lang).overviews.form.metric,
    value,
    groups: [
      { label: null, options: METRICS.map((metric) => ({ value: metric, text: figureName(metric, lang) })) },
    ],
  };
}

export function periodField(value: string, { rolling, months, quarters }: PeriodChoices, lang: Lang): Field {
  const { form } = messagesIn(lang).overviews;
  const options = (periods: readonly string[]) =>
    periods.map((period) => ({ value: period, text: periodName(period, lang) }));
  const offered = [...rolling, ...months, ...quarters];
  return {
    name: 'period',
    label: form.period,
    value,
    groups: [
      // A period that somebody wrote into the address, as a day.
      { label: form.rolling, options: options(offered.includes(value) ? rolling : [value, ...rolling]) },
      { label: form.months, options: options(months) },
      { label: form.quarters, options: options(quarters) },
    ].filter((group) => group.options.length > 0),
  };
}

export function regionField(value: string, choices: RegionChoices, lang: Lang): Field {
  const { form } = messagesIn(lang).overviews;
  const options = (regions: readonly NamedRegion[]) =>
    regions.map(({ code, names }) => ({ value: code, text: names[lang] }));
  return {
    name: 'region',
    label: form.region,
    value,
    groups: [
      { label: form.country, options: options([choices.japan]) },
      { label: form.areas, options: options(choices.areas) },
      { label: form.subdivisions, options: options(choices.subdivisions) },
      { label: form.others, options: options(choices.others) },
    ].filter((group) => group.options.length > 0),
  };
}
