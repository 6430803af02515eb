import type { Figure } from '../../../measurement-agent/protocol/statistics.ts';
import type { Quantity } from '../../charts/quantity.ts';
import type { Lang } from '../../format/language.ts';
import { messagesIn } from '../../messages/messages.ts';
import type { CellContent } from './content.ts';
import { FigureBoxes } from './figure-boxes.tsx';
import { figureName } from './figure-names.ts';
import { FigureTable, FurtherQuantiles } from './figure-table.tsx';
import { CellSection } from './section.tsx';
import { shownCell } from './shown-cell.ts';

interface FiguresSectionProps {
  lang: Lang;
  content: CellContent;
  id: string;
  heading: string;
  text?: string;
  figures: readonly Figure[];
  /** What the figures are, where they can be drawn on one axis; null for a table alone. */
  drawn: { quantity: Quantity; what: string } | null;
}

/** Some figures of the cell: box plots and, as their twin, the table of the same numbers. */
export function FiguresSection({ lang, content, id, heading, text, figures, drawn }: FiguresSectionProps) {
  const { cells } = messagesIn(lang);
  const shown = shownCell(content);
  if (shown === null) return null;
  const rows = figures.map((figure) => ({ name: figureName(figure, lang), figure, ...shown }));
  return (
    <CellSection lang={lang} id={id} heading={heading} href={content.cell.href}>
      {text && <p class="fine">{text}</p>}
      <div class={drawn === null ? undefined : 'plot-and-table'}>
        {drawn && <FigureBoxes lang={lang} rows={rows} {...drawn} />}
        <FigureTable lang={lang} rows={rows} nameLabel={cells.figure} labelledBy={id} />
      </div>
      <FurtherQuantiles lang={lang} rows={rows} nameLabel={cells.figure} />
    </CellSection>
  );
}
