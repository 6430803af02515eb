import { messagesIn } from '../messages/messages.ts';
import { Breadcrumb, breadcrumbData } from './breadcrumb.tsx';
import { cellQuery } from './cell/cell-query.ts';
import { CellView } from './cell/cell-view.tsx';
import type { CellContent } from './cell/content.ts';
import { headlineText } from './cell/headline.tsx';
import { pageHiddenText } from './cell/hidden-text.ts';
import { CountsList } from './counts-table.tsx';
import { type Frame, pathIn } from './frame.ts';
import { ispName } from './isp-name.ts';
import { Layout } from './layout.tsx';
import { cellDataset } from './linked-data/dataset.ts';
import type { Counts, NamedIsp, NamedRegion } from './names.ts';
import type { RegionEntry } from './region-list.tsx';

export interface RegionPageProps {
  frame: Frame;
  region: NamedRegion;
  /** From the country downwards, without the region itself. */
  parents: readonly NamedRegion[];
  children: readonly RegionEntry[];
  /** Those with the most lines. */
  isps: readonly (NamedIsp & Counts)[];
  cell: CellContent;
}

/** One country, area or subdivision. */
export function RegionPage({ frame, region, parents, children, isps, cell }: RegionPageProps) {
  const { lang } = frame;
  const words = messagesIn(lang);
  const href = (code: string) => pathIn(lang, `/region/${code}`);
  const name = region.names[lang];
  const title = words.cells.title(name);
  const description = words.cells.describe(
    [...parents.map((parent) => parent.names[lang]), name].join(' / '),
    headlineText(cell, lang) ?? pageHiddenText(cell, lang),
  );
  const crumbs = [
    { name: words.region.listHeading, path: '/region' },
    ...[...parents, region].map(({ code, names }) => ({ name: names[lang], path: `/region/${code}` })),
  ];
  const dataset = cellDataset(frame, cell, { name: title, description, place: { name, code: region.code } });
  return (
    <Layout
      frame={frame}
      title={title}
      description={description}
      section="regions"
      query={cellQuery(cell)}
      data={[breadcrumbData(frame, crumbs), dataset]}
    >
      <Breadcrumb lang={lang} crumbs={crumbs} />
      <h1>{name}</h1>
      <CellView lang={lang} content={cell} region={{ name, code: region.code }} isp={null} />
      {isps.length > 0 && (
        <section>
          <h2 id="isps">{words.cells.peers.listed}</h2>
          <CountsList
            lang={lang}
            nameLabel={words.cells.peers.isp}
            labelledBy="isps"
            rows={isps.map((isp) => ({
              href: pathIn(lang, `/isp/${isp.slug}/${region.code}`),
              name: ispName(isp, lang),
              lines: isp.lines,
              results: isp.results,
            }))}
          />
        </section>
      )}
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
