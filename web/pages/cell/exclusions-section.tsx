import type { CellAnswer } from '../../../measurement-agent/protocol/quality.ts';
import { formatCount } from '../../format/count.ts';
import type { Lang } from '../../format/language.ts';
import { messagesIn } from '../../messages/messages.ts';
import type { CellContent } from './content.ts';
import { CellSection } from './section.tsx';
import { shownCell } from './shown-cell.ts';
import { Told } from './told.tsx';

/** Results that do not count, by reason. */
export function ExclusionsSection({ lang, content }: { lang: Lang; content: CellContent }) {
  const { cells, figures } = messagesIn(lang);
  const shown = shownCell(content);
  if (shown === null || shown.cell.excluded === null) return null;
  return (
    <CellSection lang={lang} id="exclusions" heading={cells.exclusions.heading} href={content.cell.href}>
      <p class="fine">{figures.excludedText}</p>
      <ExclusionTable lang={lang} {...shown} labelledBy="exclusions" />
    </CellSection>
  );
}

interface ExclusionTableProps {
  lang: Lang;
  cell: CellAnswer;
  /** Where the cell stands in its answer. */
  at: string;
  labelledBy: string;
}

/** Reasons with ten results or more, the most frequent first. */
export function ExclusionTable({ lang, cell, at, labelledBy }: ExclusionTableProps) {
  const { cells, figures } = messagesIn(lang);
  const told = (cell.excluded ?? [])
    .map((each, index) => ({ ...each, index }))
    .filter(({ results }) => results !== null)
    .toSorted((a, b) => (b.results ?? 0) - (a.results ?? 0));
  if (told.length === 0) return <p>{cells.exclusions.none}</p>;
  return (
    <table class="numbers" aria-labelledby={labelledBy}>
      <thead>
        <tr>
          <th scope="col">{cells.exclusions.reason}</th>
          <th scope="col">{figures.results}</th>
        </tr>
      </thead>
      <tbody>
        {told.map(({ reason, results, index }) => (
          <tr>
            <th scope="row">{reasonName(reason, lang)}</th>
            <td>
              <Told at={`${at}/excluded/${index}/results`} value={results ?? 0}>
                {formatCount(results ?? 0, lang)}
              </Told>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The title of a verdict's reason; reasons of later versions are shown by their code. */
function reasonName(reason: string, lang: Lang): string {
  const { cells, verdictReasons } = messagesIn(lang);
  const texts: Partial<Record<string, { title: string }>> = verdictReasons;
  return cells.exclusions.reasons[reason] ?? texts[reason]?.title ?? reason;
}
