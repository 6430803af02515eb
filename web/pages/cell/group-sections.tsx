import { formatSharePercent } from '../../format/count.ts';
import type { Lang } from '../../format/language.ts';
import { formatList } from '../../format/list.ts';
import { formatMonth } from '../../format/period.ts';
import { messagesIn } from '../../messages/messages.ts';
import type { CellContent, PageGroup } from './content.ts';
import { FigureBoxes } from './figure-boxes.tsx';
import { FigureTable } from './figure-table.tsx';
import { CellSection } from './section.tsx';
import { Told } from './told.tsx';

type Group = CellContent['groups'][number];

interface GroupSectionsProps {
  lang: Lang;
  content: CellContent;
}

/** Download by access, method, contract, dwelling and medium, where such cells are kept. */
export function GroupSections({ lang, content }: GroupSectionsProps) {
  const { cells } = messagesIn(lang);
  const { groups, notComputed } = content;
  if (groups.length === 0 && notComputed === null) return null;
  const notKept = groups.length > 0 && groups.every(({ reason }) => reason === 'not-kept');
  return (
    <>
      <section class="figure-section" aria-labelledby="groups">
        <h2 id="groups">{cells.groups.heading}</h2>
        <p class="fine">{cells.groups.text}</p>
        {notKept && (
          <p>
            {cells.period.notKept} <a href="?period=r90#groups">{cells.period.show}</a>
          </p>
        )}
        {notComputed && !notKept && <NotComputed lang={lang} {...notComputed} />}
      </section>
      {groups.map((group) => (
        <GroupView lang={lang} group={group} />
      ))}
    </>
  );
}

/** Which dimensions are missing, and where they are. */
function NotComputed({
  lang,
  dimensions,
  reason,
  month,
}: { lang: Lang } & NonNullable<CellContent['notComputed']>) {
  const { groups } = messagesIn(lang).cells;
  const names = formatList(
    dimensions.map((dimension) => groups.dimensions[dimension]),
    lang,
  );
  if (reason === 'too-many') return <p>{groups.tooMany(names)}</p>;
  return (
    <p>
      {groups.byMonth(names)}{' '}
      <a href={`?period=${month}#groups`}>{groups.showMonth(formatMonth(month, lang))}</a>
    </p>
  );
}

function GroupView({ lang, group: { dimension, answer, href } }: { lang: Lang; group: Group }) {
  const { cells } = messagesIn(lang);
  if (answer === null || answer.cells.length === 0) return null;
  const heading = cells.groups.dimensions[dimension];
  const all = answer.cells.map((cell, index) => ({
    name: groupName(dimension, cell.place[dimension] ?? '', lang),
    figure: 'downloadBps' as const,
    at: `cells/${index}`,
    cell,
  }));
  const rows = all
    .filter(({ cell }) => cell.figures !== null)
    .toSorted((a, b) => (b.cell.lines ?? 0) - (a.cell.lines ?? 0));
  const [partial] = rows.flatMap(({ at, cell: { coverage = 1 } }) =>
    coverage < 1 ? [{ at, coverage }] : [],
  );
  const few = all.filter(({ cell }) => cell.figures === null).map(({ name }) => name);
  return (
    <CellSection lang={lang} id={`by-${dimension}`} heading={heading} href={href}>
      {rows.length > 0 && (
        <div class="plot-and-table">
          <FigureBoxes lang={lang} rows={rows} quantity="rate" what={heading} />
          <FigureTable lang={lang} rows={rows} nameLabel={heading} labelledBy={`by-${dimension}`} />
        </div>
      )}
      {partial && (
        <p class="fine">
          <Told at={`${partial.at}/coverage`} value={partial.coverage}>
            {cells.groups.coverage(formatSharePercent(partial.coverage, lang))}
          </Told>
        </p>
      )}
      {few.length > 0 && <p class="fine">{cells.groups.few(formatList(few, lang))}</p>}
    </CellSection>
  );
}

/** What readers call a value of a dimension. */
export function groupName(dimension: PageGroup, value: string, lang: Lang): string {
  const { cells, declared } = messagesIn(lang);
  if (value === 'unknown') return cells.groups.unknown;
  const names: Record<PageGroup, Record<string, string>> = {
    access: declared.accessTechnology,
    method: declared.connectionMethod,
    tier: cells.groups.tiers,
    dwelling: declared.dwelling,
    medium: declared.medium,
  };
  return names[dimension][value] ?? value;
}
