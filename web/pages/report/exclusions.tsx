import type { Lang } from '../../format/language.ts';
import { messagesIn } from '../../messages/messages.ts';
import { ExclusionTable } from '../cell/exclusions-section.tsx';
import { CellSection } from '../cell/section.tsx';
import type { ReportContent } from './content.ts';

/** Results of the region that do not count, by reason. */
export function ReportExclusions({ lang, content }: { lang: Lang; content: ReportContent }) {
  const { cells, figures } = messagesIn(lang);
  const { whole } = content.report;
  // Other rule sets leave out other results, which nobody has counted by reason.
  if (whole === null || whole.suppressed !== null || whole.excluded === null) return null;
  return (
    <CellSection lang={lang} id="exclusions" heading={cells.exclusions.heading} href={content.href}>
      <p class="fine">{figures.excludedText}</p>
      <ExclusionTable lang={lang} cell={whole} at="whole" labelledBy="exclusions" />
    </CellSection>
  );
}
