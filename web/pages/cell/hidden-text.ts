import type { CellAnswer } from '../../../measurement-agent/protocol/quality.ts';
import type { Lang } from '../../format/language.ts';
import { messagesIn } from '../../messages/messages.ts';
import type { CellContent } from './content.ts';
import { shownCell } from './shown-cell.ts';

/** Why a cell shows no figure: what hides it, else that its lines do not carry one. */
export function hiddenText({ suppressed }: Pick<CellAnswer, 'suppressed'>, lang: Lang): string {
  const { cells, figures } = messagesIn(lang);
  return suppressed === null ? cells.tooFew : figures.hidden[suppressed];
}

/** The same of the cell that a page is of; one that nobody measured has too few lines. */
export function pageHiddenText(content: CellContent, lang: Lang): string {
  return hiddenText(shownCell(content)?.cell ?? { suppressed: 'too-few-lines' }, lang);
}
