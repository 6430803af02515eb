import type { DivergenceAnswer } from '../../measurement-agent/protocol/quality.ts';
import type { Lang } from '../format/language.ts';
import { messagesIn } from '../messages/messages.ts';
import type { Asked } from './cell/content.ts';
import { CellSection } from './cell/section.tsx';
import { Difference } from './overview/difference.tsx';

/** Whether an ISP's own agents measure what everybody else does. */
export function Divergence({ lang, asked }: { lang: Lang; asked: Asked<DivergenceAnswer> }) {
  const words = messagesIn(lang).isp.divergence;
  const { answer, href } = asked;
  if (answer === null) return null;
  const { difference, metric, coverage, reason } = answer;
  return (
    <CellSection lang={lang} id="divergence" heading={words.heading} href={href}>
      <p class="fine">{words.text}</p>
      {difference === null ? (
        <p>{words.reasons[reason ?? 'no-common-stratum']}</p>
      ) : (
        <Difference
          lang={lang}
          metric={metric}
          difference={difference}
          coverage={coverage}
          a={words.own}
          b={words.crowd}
        />
      )}
    </CellSection>
  );
}
