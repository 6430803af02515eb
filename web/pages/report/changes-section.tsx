import type { ReportChange } from '../../../measurement-agent/protocol/reports.ts';
import { formatCellRange } from '../../format/cell-figure.ts';
import { formatCount } from '../../format/count.ts';
import type { Lang } from '../../format/language.ts';
import { formatList } from '../../format/list.ts';
import { messagesIn } from '../../messages/messages.ts';
import { figureName } from '../cell/figure-names.ts';
import { figureInTable } from '../cell/interval-text.ts';
import { CellSection } from '../cell/section.tsx';
import { Told } from '../cell/told.tsx';
import { ispName } from '../isp-name.ts';
import type { ReportContent } from './content.ts';

/** What a correction changed in the region; nothing of a live report. */
export function ChangesSection({ lang, content }: { lang: Lang; content: ReportContent }) {
  const { report: words } = messagesIn(lang);
  const { changes: texts } = words;
  const { report, href, regionNames } = content;
  const { edition, changes } = report;
  if (edition === null) return null;
  if (edition.revision === 1)
    return (
      <section class="figure-section" aria-labelledby="changes">
        <h2 id="changes">{texts.heading}</h2>
        <p>{texts.first}</p>
      </section>
    );
  const regions = edition.changedRegions.map((code) => regionNames.get(code)?.names[lang] ?? code);
  return (
    <CellSection lang={lang} id="changes" heading={texts.heading} href={href}>
      <p class="fine">{texts.text}</p>
      <p>{texts.regions(formatList(regions, lang))}</p>
      {changes.length === 0 ? (
        <p>{texts.none}</p>
      ) : (
        <table class="numbers" aria-labelledby="changes">
          <thead>
            <tr>
              <th scope="col">{texts.what}</th>
              <th scope="col">{texts.metric}</th>
              <th scope="col">{texts.before}</th>
              <th scope="col">{texts.after}</th>
              <th scope="col">{texts.linesBefore}</th>
              <th scope="col">{texts.linesAfter}</th>
              <th scope="col">{texts.others}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map((change, index) => (
              <tr>
                <th scope="row">{nameOf(change, content, lang)}</th>
                <td>{change.metric === null ? texts.noMetric : figureName(change.metric, lang)}</td>
                {(['before', 'after'] as const).map((when) => (
                  <td>
                    <Range lang={lang} change={change} when={when} at={`changes/${index}`} />
                  </td>
                ))}
                {(['before', 'after'] as const).map((when) => (
                  <td>
                    <Lines lang={lang} change={change} when={when} at={`changes/${index}`} />
                  </td>
                ))}
                <td>{othersOf(change, lang)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </CellSection>
  );
}

interface SideProps {
  lang: Lang;
  change: ReportChange;
  when: 'before' | 'after';
  at: string;
}

/** The median with the 25% to 75% range. */
function Range({ lang, change: { metric, ...change }, when, at }: SideProps) {
  const { cells, report } = messagesIn(lang);
  const { changes } = report;
  if (metric === null) return null;
  const { median, p25, p75 } = change[when];
  if (median === null) return changes.notShown;
  return (
    <>
      <Told at={`${at}/${when}/median/value`} value={median.value}>
        {figureInTable(metric, median.value, lang)}
      </Told>
      {p25 && p75 && (
        <>
          {' '}
          <span class="interval">
            <Told
              at={`${at}/${when}/p25/value`}
              value={p25.value}
              also={{ [`${at}/${when}/p75/value`]: p75.value }}
            >
              {cells.headline.range(...formatCellRange(metric, p25.value, p75.value, lang))}
            </Told>
          </span>
        </>
      )}
    </>
  );
}

function Lines({ lang, change, when, at }: SideProps) {
  const { changes } = messagesIn(lang).report;
  const { lines } = change[when];
  if (lines === null) return changes.notShown;
  return (
    <Told at={`${at}/${when}/lines`} value={lines}>
      {formatCount(lines, lang)}
    </Told>
  );
}

/** Whether the columns of a change show how a member differs; of a quantile they have the value, which its interval may leave as it was. */
function isInColumns({ before, after }: ReportChange, member: string): boolean {
  if (member === 'lines') return true;
  const [one, other] = [valueInColumn(before, member), valueInColumn(after, member)];
  return one !== null && other !== null && one !== other;
}

/** The value of a quantile as its column has it; null where it has none. */
function valueInColumn({ median, p25, p75 }: ReportChange['before'], member: string): number | null {
  if (member === 'quantiles/p50') return median?.value ?? null;
  // Only both together make a range.
  if (!p25 || !p75) return null;
  if (member === 'quantiles/p25') return p25.value;
  return member === 'quantiles/p75' ? p75.value : null;
}

/** What else is told otherwise, by name. */
function othersOf(change: ReportChange, lang: Lang): string {
  const { changes } = messagesIn(lang).report;
  const others = (change.members ?? []).filter((member) => !isInColumns(change, member));
  return formatList(
    others.map((member) => {
      const quantile = /^quantiles\/p(\d+)$/.exec(member);
      return quantile === null ? (changes.members[member] ?? member) : changes.quantile(quantile[1] ?? '');
    }),
    lang,
  );
}

function nameOf({ isp }: ReportChange, { ispNames, region }: ReportContent, lang: Lang): string {
  const { report: words } = messagesIn(lang);
  if (isp === null) return words.whole(region.names[lang]);
  const named = ispNames.get(isp);
  return named === undefined ? isp : ispName(named, lang);
}
