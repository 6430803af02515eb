import { messagesIn } from '../messages/messages.ts';
import { CountsList } from './counts-table.tsx';
import { type Frame, pathIn } from './frame.ts';
import { Layout } from './layout.tsx';
import type { NamedRegion } from './names.ts';
import { type CellFigures, hasBoxPlots, PeriodFiguresView } from './period-figures.tsx';
import type { RegionEntry } from './region-list.tsx';

export interface RegionPageProps {
  frame: Frame;
  region: NamedRegion;
  /** From the country downwards, without the region itself. */
  parents: readonly NamedRegion[];
  children: readonly RegionEntry[];
  cell: CellFigures;
}

/** One country, area or subdivision. */
export function RegionPage({ frame, region, parents, children, cell }: RegionPageProps) {
  const { lang } = frame;
  const words = messagesIn(lang);
  const href = (code: string) => pathIn(lang, `/region/${code}`);
  const name = region.names[lang];
  return (
    <Layout
      frame={frame}
      title={`${name} — ${words.region.listTitle}`}
      description={[...parents.map((parent) => parent.names[lang]), name].join(' / ')}
      section="regions"
      {...(hasBoxPlots(cell) && { script: frame.assets.charts })}
    >
      <nav class="eyebrow" aria-label={words.region.breadcrumb}>
        <ol class="breadcrumb">
          <li>
            <a href={pathIn(lang, '/region')}>{words.region.listHeading}</a>
          </li>
          {parents.map((parent) => (
            <li>
              <a href={href(parent.code)}>{parent.names[lang]}</a>
            </li>
          ))}
        </ol>
      </nav>
      <h1>{name}</h1>
      <PeriodFiguresView lang={lang} cell={cell} />
      {children.length > 0 && (
        <section>
          <h2 id="children">{words.region.children}</h2>
          <CountsList
            lang={lang}
            nameLabel={words.region.name}
            labelledBy="children"
            rows={children.map((child) => ({
              href: href(child.code),
              name: child.names[lang],
              lines: child.lines,
              results: child.results,
            }))}
          />
        </section>
      )}
    </Layout>
  );
}
