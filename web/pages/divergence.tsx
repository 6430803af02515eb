import type { DivergenceAnswer } from '../../measurement-agent/protocol/quality.ts';
import { formatSharePercent } from '../format/count.ts';
import type { Lang } from '../format/language.ts';
import { messagesIn } from '../messages/messages.ts';
import type { Asked } from './cell/content.ts';
import { CellSection } from './cell/section.tsx';
import { Told } from './cell/told.tsx';
import { differenceText, signedFigure, signedInterval } from './compare.tsx';

/** Whether an ISP's own agents measure what everybody else does. */
export function Divergence({ lang, asked }: { lang: Lang; asked: Asked<DivergenceAnswer> }) {
  const words = messagesIn(lang).isp.divergence;
  const { compare } = messagesIn(lang).overviews;
  const { answer, href } = asked;
  if (answer === null) return null;
  const { difference, metric, coverage, reason } = answer;
  const share = (value: number) => formatSharePercent(value, lang);
  return (
    <CellSection lang={lang} id="divergence" heading={words.heading} href={href}>
      <p class="fine">{words.text}</p>
      {difference === null ? (
        <p>{words.reasons[reason ?? 'no-common-stratum']}</p>
      ) : (
        <>
          <p class="pair-text">
            <strong>{differenceText(metric, difference, words.own, words.crowd, lang)}</strong> {compare.same}
          </p>
          <p>
            <Told at="difference/value" value={difference.value}>
              {compare.difference(
                signedFigure(metric, difference.value, lang),
                signedInterval(metric, difference, lang),
              )}
            </Told>
          </p>
          <p>
            <Told at="coverage/a" value={coverage.a}>
              {compare.coverage(words.own, share(coverage.a), words.crowd, share(coverage.b))}
            </Told>
          </p>
        </>
      )}
    </CellSection>
  );
}
