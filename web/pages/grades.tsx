import type { UseFigures } from '../../measurement-agent/metrics/scores/use-scores.ts';
import type { Lang } from '../format/language.ts';
import { messagesIn } from '../messages/messages.ts';
import { pathIn } from './frame.ts';
import { useGrades } from './use-grades.ts';

/** A letter for every use, in words too, and what limits it. */
export function Grades({ figures, lang }: { figures: UseFigures; lang: Lang }) {
  const { suitability, site } = messagesIn(lang);
  const { rows, partial } = useGrades(figures, suitability, lang);
  return (
    <section aria-labelledby="grades">
      <h2 id="grades">{suitability.heading}</h2>
      <ul class="grades">
        {rows.map(({ name, grade, limit }) => (
          <li>
            <span class="use">{name}</span>
            {grade && (
              <>
                <span class={`letter ${grade.key}`} aria-hidden="true">
                  {grade.letter}
                </span>
                <span class="word">
                  <span class="visually-hidden">{grade.letter} </span>
                  {grade.word} <span class="score">{grade.score}</span>
                </span>
              </>
            )}
            <span class="limit">{limit}</span>
          </li>
        ))}
      </ul>
      {partial && <p class="fine">{partial}</p>}
      <p class="fine">
        <a href={pathIn(lang, '/method')}>{site.footer.method}</a>
      </p>
    </section>
  );
}
