import type { ResultDocument } from '../../measurement-agent/protocol/result.ts';
import type { VerdictReason } from '../../measurement-agent/protocol/vocabulary.ts';
import type { Lang } from '../format/language.ts';
import { messagesIn } from '../messages/messages.ts';

function Reasons({ codes, lang }: { codes: readonly VerdictReason[]; lang: Lang }) {
  const { result, verdictReasons } = messagesIn(lang);
  return (
    <ul class="reasons">
      {codes.map((code) => {
        const { title, meaning, next } = verdictReasons[code];
        return (
          <li data-reason={code}>
            <strong>{title}</strong>
            <p>{meaning}</p>
            <p class="fine">
              {result.nextStep} {next}
            </p>
          </li>
        );
      })}
    </ul>
  );
}

/** Whether the result is in the statistics, and every reason that was noted, with what to do next. */
export function Counted({ document, lang }: { document: ResultDocument; lang: Lang }) {
  const { result, resultPage: share, verdictReasons } = messagesIn(lang);
  const counted = document.verdict.valid && !document.synthetic;
  const codesWhere = (excludes: boolean) =>
    document.verdict.reasons.filter((reason) => reason.excludes === excludes).map(({ code }) => code);
  const excluding = codesWhere(true);
  const noted = codesWhere(false);
  const [first] = excluding;
  const notCounted =
    first === undefined ? result.notCounted : share.notCountedFor(verdictReasons[first].title);
  return (
    <section class={counted ? 'counted' : 'counted not'} aria-labelledby="counted">
      <h2 id="counted">{counted ? result.counted : notCounted}</h2>
      {document.synthetic && <p>{result.synthetic}</p>}
      {counted && <p>{result.countedText}</p>}
      {!document.verdict.valid && <p>{result.notCountedText}</p>}
      {excluding.length > 0 && <Reasons codes={excluding} lang={lang} />}
      {noted.length > 0 && (
        <>
          <h3>{result.notedHeading}</h3>
          <Reasons codes={noted} lang={lang} />
        </>
      )}
    </section>
  );
}
