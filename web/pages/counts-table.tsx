import type { Lang } from '../format/language.ts';
import { messagesIn } from '../messages/messages.ts';
import type { Counts } from './names.ts';
import { toldCount } from './told-count.ts';

export interface CountsRow extends Counts {
  href: string;
  name: string;
}

interface CountsListProps {
  lang: Lang;
  /** Heading of the first column. */
  nameLabel: string;
  /** Id of the heading that names the table. */
  labelledBy: string;
  rows: readonly CountsRow[];
}

/** Names with their number of lines and results, most lines first. */
export function CountsList({ lang, nameLabel, labelledBy, rows }: CountsListProps) {
  const { figures } = messagesIn(lang);
  const ordered = rows.toSorted(
    (a, b) =>
      (b.lines ?? 0) - (a.lines ?? 0) ||
      (b.results ?? 0) - (a.results ?? 0) ||
      a.name.localeCompare(b.name, lang),
  );
  return (
    <table class="numbers list" aria-labelledby={labelledBy}>
      <thead>
        <tr>
          <th scope="col">{nameLabel}</th>
          <th scope="col">{figures.lines}</th>
          <th scope="col">{figures.results}</th>
        </tr>
      </thead>
      <tbody>
        {ordered.map(({ href, name, lines, results }) => (
          <tr class={results === null ? 'none' : undefined}>
            <th scope="row">
              <a href={href}>{name}</a>
            </th>
            <td>{toldCount(lines, lang)}</td>
            <td>{toldCount(results, lang)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
