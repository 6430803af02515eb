import type { Lang } from '../format/language.ts';
import { messagesIn } from '../messages/messages.ts';
import { isUnconfirmed } from './connection-guess.tsx';
import { Counted } from './counted.tsx';
import { limiterOf } from './limiter.ts';
import type { ResultPageProps } from './result.tsx';
import { StandingSection } from './standing.tsx';

/**
 * What only the server can say of a stored result, as a part of the test page: what limited it, where it stands, whether it
 * counts. Its data attributes are what the form about the line can suggest.
 */
export function ResultSummary({
  document,
  isp,
  region,
  standing,
  lang,
}: Omit<ResultPageProps, 'frame'> & { lang: Lang }) {
  const { limiter, result } = messagesIn(lang);
  const found = limiter[limiterOf(document.verdict.reasons.map(({ code }) => code))];
  return (
    <div
      data-summary=""
      data-isp={isp?.slug}
      data-subdivision={region?.code}
      data-method={isUnconfirmed(document) ? document.connectionGuess?.connectionMethod : undefined}
    >
      <section aria-labelledby="limiter">
        <h2 id="limiter">{limiter.heading}</h2>
        <p>
          <strong>{found.title}</strong>
        </p>
        <p>{found.text}</p>
        <p class="fine">
          {result.nextStep} {found.next}
        </p>
      </section>
      <StandingSection standing={standing} lang={lang} />
      <Counted document={document} lang={lang} />
    </div>
  );
}
