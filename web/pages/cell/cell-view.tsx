import type { Lang } from '../../format/language.ts';
import { messagesIn } from '../../messages/messages.ts';
import { pathIn } from '../frame.ts';
import { AboutSection } from './about-section.tsx';
import { BasisLine } from './basis-line.tsx';
import type { CellContent } from './content.ts';
import { ContractSection } from './contract-section.tsx';
import { DistributionSection } from './distribution-section.tsx';
import { EveningSection } from './evening-section.tsx';
import { ExclusionsSection } from './exclusions-section.tsx';
import { FiguresSection } from './figures-section.tsx';
import { GroupSections } from './group-sections.tsx';
import { Headline } from './headline.tsx';
import { hiddenText } from './hidden-text.ts';
import { HoursSection } from './hours-section.tsx';
import { NotesSection } from './notes-section.tsx';
import { PeersSection } from './peers-section.tsx';
import { PeriodChoice } from './period-choice.tsx';
import { PlansSection } from './plans-section.tsx';
import { hasFigures, shownCell } from './shown-cell.ts';
import { TrendSection } from './trend-section.tsx';
import { UsesSection } from './uses-section.tsx';

interface CellViewProps {
  lang: Lang;
  content: CellContent;
  /** The region that peers are of. */
  region: { name: string; code: string };
  /** The ISP that the page is of; null for a region. */
  isp: string | null;
}

/** All that is told of an ISP, a region, or an ISP in a region: what a reader asks first comes first. */
export function CellView({ lang, content, region, isp }: CellViewProps) {
  const { cells } = messagesIn(lang);
  const shown = shownCell(content);
  // Counts for machines too: a test or a script need not read the table.
  const counted = Object.fromEntries(
    content.counted.map(({ days, results }) => [`data-results-${days}`, String(results ?? '')]),
  );
  return (
    <div class="cell" {...counted}>
      <Headline lang={lang} content={content} />
      <BasisLine lang={lang} content={content} />
      <PeriodChoice lang={lang} content={content} />
      {shown === null || shown.cell.lines === null ? (
        <EmptyCell lang={lang} />
      ) : (
        !hasFigures(content) && <p class="notice">{hiddenText(shown.cell, lang)}</p>
      )}
      <PlansSection lang={lang} content={content} />
      {hasFigures(content) && (
        <>
          <FiguresSection
            lang={lang}
            content={content}
            id="rates"
            heading={cells.rates.heading}
            text={cells.boxLegend}
            figures={['downloadBps', 'uploadBps']}
            drawn={{ quantity: 'rate', what: cells.rates.name }}
          />
          <FiguresSection
            lang={lang}
            content={content}
            id="delays"
            heading={cells.delays.heading}
            figures={['idleRttMs', 'workingRttDownloadMs', 'workingRttUploadMs']}
            drawn={{ quantity: 'delay', what: cells.delays.name }}
          />
          <EveningSection lang={lang} content={content} />
        </>
      )}
      {content.hours && hasFigures(content) && <HoursSection lang={lang} hours={content.hours} />}
      <TrendSection lang={lang} trend={content.trend} />
      <DistributionSection lang={lang} sketch={content.sketch} />
      <GroupSections lang={lang} content={content} />
      <ContractSection lang={lang} content={content} />
      <UsesSection lang={lang} content={content} />
      {hasFigures(content) && (
        <FiguresSection
          lang={lang}
          content={content}
          id="loss"
          heading={cells.loss.heading}
          text={cells.loss.text}
          figures={['lossRatio', 'pdvP95Ms', 'rpm']}
          drawn={null}
        />
      )}
      <PeersSection lang={lang} content={content} region={region} isp={isp} />
      <NotesSection lang={lang} content={content} ofIsp={isp !== null} />
      <ExclusionsSection lang={lang} content={content} />
      <AboutSection lang={lang} content={content} />
    </div>
  );
}

/** A cell that nobody has measured yet: an invitation instead of empty tables. */
function EmptyCell({ lang }: { lang: Lang }) {
  const { figures } = messagesIn(lang);
  return (
    <section class="empty">
      <h2>{figures.emptyHeading}</h2>
      <p>{figures.emptyText}</p>
      <p>
        <a class="button primary" href={pathIn(lang, '/')}>
          {figures.emptyLink}
        </a>
      </p>
    </section>
  );
}
