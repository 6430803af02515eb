import type { QualityAnswer } from '../../../measurement-agent/protocol/quality.ts';
import { formatCount } from '../../format/count.ts';
import type { Lang } from '../../format/language.ts';
import { formatMoment } from '../../format/moment.ts';
import { formatDay } from '../../format/period.ts';
import { messagesIn } from '../../messages/messages.ts';
import { profileText } from '../cell/profile-text.ts';

interface AnswerFactsProps {
  lang: Lang;
  answer: Pick<QualityAnswer, 'period' | 'profile' | 'methodVersion' | 'updatedAt'>;
}

/** Period, rules, method and last update of an answer, in one line. */
export function AnswerFacts({
  lang,
  answer: { period, profile, methodVersion, updatedAt },
}: AnswerFactsProps) {
  const { cells, figures } = messagesIn(lang);
  const { about } = cells;
  return (
    <p class="fine">
      {[
        `${about.period}: ${cells.period.span(formatDay(period.from, lang), formatDay(period.to, lang))}`,
        `${about.profile}: ${profileText(profile, lang)}`,
        figures.methodVersion(formatCount(methodVersion, lang)),
        `${about.updated}: ${updatedAt === null ? figures.neverUpdated : formatMoment(updatedAt, null, lang)}`,
      ].join(' · ')}
    </p>
  );
}
