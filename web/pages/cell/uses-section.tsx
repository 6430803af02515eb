import type { Lang } from '../../format/language.ts';
import { messagesIn } from '../../messages/messages.ts';
import { pathIn } from '../frame.ts';
import { useGrades } from '../use-grades.ts';
import type { CellContent } from './content.ts';
import { medianFigures } from './median-figures.ts';
import { shownCell } from './shown-cell.ts';

/** What a line in the middle of the cell is good for, and what limits it. */
export function UsesSection({ lang, content }: { lang: Lang; content: CellContent }) {
  const { cells, suitability, site } = messagesIn(lang);
  const shown = shownCell(content);
  if (!shown?.cell.figures) return null;
  const { rows, partial } = useGrades(medianFigures(shown.cell), suitability, lang);
  return (
    <section class="figure-section" aria-labelledby="uses">
      <h2 id="uses">{cells.uses.heading}</h2>
      <p class="fine">
        {cells.uses.text} <a href={pathIn(lang, '/method')}>{site.footer.method}</a>
      </p>
      <table aria-labelledby="uses">
        <thead>
          <tr>
            <th scope="col">{cells.uses.use}</th>
            <th scope="col">{cells.uses.verdict}</th>
            <th scope="col">{cells.uses.limit}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, grade, limit }) => (
            <tr>
              <th scope="row">{name}</th>
              <td>
                {grade ? (
                  <>
                    <strong>
                      {grade.letter} {grade.word}
                    </strong>{' '}
                    <span class="fine">{grade.score}</span>
                  </>
                ) : (
                  cells.uses.unknown
                )}
              </td>
              <td>{grade && limit}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {partial && <p class="fine">{partial}</p>}
    </section>
  );
}
