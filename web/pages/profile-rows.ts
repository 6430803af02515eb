import type { Metric } from '../../measurement-agent/protocol/statistics.ts';
import type { Medium } from '../../measurement-agent/protocol/vocabulary.ts';
import { formatCount, formatSharePercent } from '../format/count.ts';
import type { Lang } from '../format/language.ts';
import { formatList } from '../format/list.ts';
import { messagesIn } from '../messages/messages.ts';
import type { ProfilesMessages } from '../messages/profiles-ja.ts';

type Words = ProfilesMessages['values'];
type Basis<Value> = { value: Value } & ({ source: string } | { assumed: true });

/** The parameters of a rule set as the data has them, each with where it was read. */
export interface ProfileParameters {
  busyHours: Basis<readonly number[]>;
  mobileBusyHours: Basis<readonly number[]>;
  busyDays: Basis<keyof Words['busyDays']>;
  counted: Basis<keyof Words['counted']>;
  lineRule: Basis<keyof Words['lineRule']>;
  trimmedAbove: Basis<number>;
  trimmedMetrics: Basis<readonly Metric[]>;
  leastTests: Basis<number>;
  leastDays: Basis<number>;
  leastTestsADay: Basis<number>;
  media: Basis<readonly Medium[] | null>;
  lossRatioAtMost: Basis<number>;
  idleRttMsAtLeast: Basis<number>;
  quantiles: Basis<readonly number[]>;
  contractBands: Basis<boolean>;
}

export interface ProfileRow {
  name: keyof ProfileParameters;
  text: string;
  /** The contract's own word, where the value is one. */
  word: string | null;
  /** Null where the value is assumed. */
  source: string | null;
}

/** What a rule set consists of, in the reader's words. */
export function profileRows(parameters: ProfileParameters, lang: Lang): ProfileRow[] {
  const { profiles, declared, cells, openData } = messagesIn(lang);
  const { values } = profiles;
  const row = <Name extends keyof ProfileParameters>(
    name: Name,
    textOf: (value: ProfileParameters[Name]['value']) => string,
    isWord = false,
  ): ProfileRow => {
    const basis = parameters[name];
    return {
      name,
      text: textOf(basis.value),
      word: isWord ? String(basis.value) : null,
      source: 'source' in basis ? basis.source : null,
    };
  };
  const count = (value: number) => formatCount(value, lang);
  const percentile = (q: number) => cells.quantile(count(q * 100));
  return [
    row('busyHours', (hours) => formatList(hours.map(count), lang)),
    row('mobileBusyHours', (hours) => formatList(hours.map(count), lang)),
    row('busyDays', (days) => values.busyDays[days], true),
    row('counted', (counted) => values.counted[counted], true),
    row('lineRule', (rule) => values.lineRule[rule], true),
    row('trimmedAbove', (q) => (q >= 1 ? values.noneTrimmed : percentile(q))),
    row('trimmedMetrics', (metrics) =>
      metrics.length === 0
        ? values.noneTrimmed
        : formatList(
            metrics.map((metric) => openData.meanings[metric] ?? metric),
            lang,
          ),
    ),
    row('leastTests', count),
    row('leastDays', count),
    row('leastTestsADay', count),
    row('media', (media) =>
      media === null
        ? values.anyMedium
        : formatList(
            media.map((medium) => declared.medium[medium]),
            lang,
          ),
    ),
    row('lossRatioAtMost', (ratio) => (ratio >= 1 ? values.anyLoss : formatSharePercent(ratio, lang))),
    row('idleRttMsAtLeast', (ms) => (ms <= 0 ? values.anyDelay : String(ms))),
    row('quantiles', (quantiles) => formatList(quantiles.map(percentile), lang)),
    row('contractBands', (isTold) => (isTold ? values.shown : values.notShown)),
  ];
}
