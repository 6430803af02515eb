import type { Schedule } from '../../../measurement-agent/protocol/schedule.ts';
import { formatCount } from '../../format/count.ts';
import type { Lang } from '../../format/language.ts';
import { messagesIn } from '../../messages/messages.ts';

const DAY_S = 86_400;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const PROBES = ['none', 60, 300, 900] as const;
const DEFAULT_TESTS = 4;
/** A campaign is made elsewhere: an agent that has one may keep it. */
const KINDS = ['poisson', 'stratified', 'campaign'] as const;
const [LEAST_TESTS, MOST_TESTS] = [0.1, 96];

/** A schedule as fields of a form; what the editor does not know, as bursts, it leaves as it is. */
export function ScheduleFields({ lang, schedule }: { lang: Lang; schedule: Schedule }) {
  const { schedule: words } = messagesIn(lang).fleet;
  const { cadence, quietHours, timeZone, monthlyBytes, lightProbesEveryS } = schedule;
  const hours = cadence.kind === 'stratified' ? cadence.hours : [];
  const testsADay =
    cadence.kind === 'poisson' ? Math.round((DAY_S / cadence.meanIntervalS) * 100) / 100 : DEFAULT_TESTS;
  const [quiet] = quietHours;
  return (
    <div class="question-fields">
      <p class="field">
        <label for="schedule-kind">{words.kind}</label>
        <select id="schedule-kind" name="kind">
          {KINDS.filter((kind) => kind !== 'campaign' || kind === cadence.kind).map((kind) => (
            <option value={kind} selected={kind === cadence.kind}>
              {words.kinds[kind]}
            </option>
          ))}
        </select>
      </p>
      <p class="field">
        <label for="schedule-tests">{words.testsADay}</label>
        <input
          id="schedule-tests"
          name="testsADay"
          type="number"
          min={String(Math.min(LEAST_TESTS, testsADay))}
          max={String(Math.max(MOST_TESTS, testsADay))}
          step="any"
          value={String(testsADay)}
        />
      </p>
      <fieldset class="field fleet-hours">
        <legend>{words.hours}</legend>
        {HOURS.map((hour) => (
          <label>
            <input type="checkbox" name="hours" value={String(hour)} checked={hours.includes(hour)} /> {hour}
          </label>
        ))}
      </fieldset>
      <p class="field">
        <label for="schedule-zone">{words.timeZone}</label>
        <input
          id="schedule-zone"
          name="timeZone"
          type="text"
          maxlength={64}
          value={timeZone ?? ''}
          aria-describedby="schedule-zone-hint"
        />
        <span class="fine" id="schedule-zone-hint">
          {words.timeZoneHint}
        </span>
      </p>
      <p class="field">
        <label for="schedule-quiet-from">{words.quietFrom}</label>
        <input id="schedule-quiet-from" name="quietFrom" type="time" value={quiet?.from ?? ''} />
      </p>
      <p class="field">
        <label for="schedule-quiet-to">{words.quietTo}</label>
        <input id="schedule-quiet-to" name="quietTo" type="time" value={quiet?.to ?? ''} />
      </p>
      <p class="field">
        <label for="schedule-monthly">{words.monthly}</label>
        <input
          id="schedule-monthly"
          name="monthlyGB"
          type="number"
          min="0"
          step="any"
          value={monthlyBytes === null ? '' : String(monthlyBytes / 1e9)}
          aria-describedby="schedule-monthly-hint"
        />
        <span class="fine" id="schedule-monthly-hint">
          {words.monthlyHint}
        </span>
      </p>
      <p class="field">
        <label for="schedule-probes">{words.probes}</label>
        <select id="schedule-probes" name="probes">
          {PROBES.map((every) => (
            <option value={String(every)} selected={every === (lightProbesEveryS ?? 'none')}>
              {words.probeOptions[every]}
            </option>
          ))}
          {lightProbesEveryS !== null && !PROBES.some((every) => every === lightProbesEveryS) && (
            <option value={String(lightProbesEveryS)} selected>
              {words.probesEvery(formatCount(lightProbesEveryS, lang))}
            </option>
          )}
        </select>
      </p>
    </div>
  );
}
