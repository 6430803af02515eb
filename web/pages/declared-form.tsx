import {
  ACCESS_TECHNOLOGIES,
  CONNECTION_METHODS,
  DWELLINGS,
  MEDIA,
} from '../../measurement-agent/protocol/vocabulary.ts';
import { figureText } from '../format/figure.ts';
import type { Lang } from '../format/language.ts';
import { formatRoundRate } from '../format/rate.ts';
import { messagesIn } from '../messages/messages.ts';
import type { NamedIsp, NamedRegion } from './names.ts';

/** Contract rates that Japanese and European offers carry, in bit/s. */
const CONTRACT_RATES_BPS = [12e6, 25e6, 50e6, 100e6, 200e6, 300e6, 500e6, 1e9, 2e9, 5e9, 10e9];

interface FieldProps {
  name: string;
  label: string;
  unsaid: string;
  options: readonly { value: string; text: string }[];
}

function Field({ name, label, unsaid, options }: FieldProps) {
  return (
    <p class="field">
      <label for={`declared-${name}`}>{label}</label>
      <select id={`declared-${name}`} name={name} autocomplete="off">
        <option value="">{unsaid}</option>
        {options.map(({ value, text }) => (
          <option value={value}>{text}</option>
        ))}
      </select>
    </p>
  );
}

interface DeclaredFormProps {
  lang: Lang;
  isps: readonly NamedIsp[];
  /** Subdivisions to choose from, as the prefectures of Japan. */
  subdivisions: readonly NamedRegion[];
}

/** Optional questions about the line. The island remembers the answers and sends them with the next test. */
export function DeclaredForm({ lang, isps, subdivisions }: DeclaredFormProps) {
  const { declared } = messagesIn(lang);
  const rates = CONTRACT_RATES_BPS.map((bps) => ({
    value: String(bps),
    text: figureText(formatRoundRate(bps, lang)),
  }));
  const words = <Word extends string>(list: readonly Word[], texts: Record<Word, string>) =>
    list.map((word) => ({ value: word, text: texts[word] }));
  const { fields, unsaid } = declared;
  return (
    <form id="declared" class="declared">
      <p>{declared.intro}</p>
      <p class="fine" data-slot="suggested" hidden>
        {declared.suggested}
      </p>
      <div class="fields">
        <Field
          name="isp"
          label={fields.isp}
          unsaid={unsaid}
          options={isps.map(({ slug, names }) => ({ value: slug, text: names[lang] }))}
        />
        <Field
          name="subdivisionCode"
          label={fields.subdivisionCode}
          unsaid={unsaid}
          options={subdivisions.map(({ code, names }) => ({ value: code, text: names[lang] }))}
        />
        <Field
          name="accessTechnology"
          label={fields.accessTechnology}
          unsaid={unsaid}
          options={words(ACCESS_TECHNOLOGIES, declared.accessTechnology)}
        />
        <Field
          name="connectionMethod"
          label={fields.connectionMethod}
          unsaid={unsaid}
          options={words(CONNECTION_METHODS, declared.connectionMethod)}
        />
        <Field
          name="dwelling"
          label={fields.dwelling}
          unsaid={unsaid}
          options={words(DWELLINGS, declared.dwelling)}
        />
        <Field name="medium" label={fields.medium} unsaid={unsaid} options={words(MEDIA, declared.medium)} />
        <Field
          name="contractDownloadBps"
          label={fields.contractDownloadBps}
          unsaid={unsaid}
          options={rates}
        />
        <Field name="contractUploadBps" label={fields.contractUploadBps} unsaid={unsaid} options={rates} />
      </div>
      <p class="actions">
        <button type="submit" class="quiet">
          {declared.save}
        </button>
        <button type="reset" class="plain">
          {declared.forget}
        </button>
        <span role="status" data-slot="declared-status" />
      </p>
    </form>
  );
}
