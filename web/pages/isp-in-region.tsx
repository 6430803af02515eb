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
import type { NamedIsp, NamedRegion } from './names.ts';
import type { RegionEntry } from './region-list.tsx';

export interface IspInRegionPageProps {
  frame: Frame;
  isp: NamedIsp;
  /** The brands that share the network, where the ISP is such a group. */
  members: readonly NamedIsp[];
  region: NamedRegion;
  /** Regions that hold this one, from the country downwards. */
  parents: readonly NamedRegion[];
  /** Subdivisions of the region in which the ISP was measured. */
  subdivisions: readonly RegionEntry[];
  cell: CellContent;
}

/** One provider in one country, area or subdivision. */
export function IspInRegionPage(props: IspInRegionPageProps) {
  const { frame, isp, members, region, parents, subdivisions, cell } = props;
  const { lang } = frame;
  const words = messagesIn(lang);
  const ofIsp = ispName({ ...isp, members }, lang);
  const inRegion = region.names[lang];
  const name = words.cells.inRegion(ofIsp, inRegion);
  const ispPath = `/isp/${isp.slug}`;
  const title = words.cells.title(name);
  const description = words.cells.describe(name, headlineText(cell, lang) ?? pageHiddenText(cell, lang));
  const crumbs = [
    { name: words.isp.listHeading, path: '/isp' },
    { name: ofIsp, path: ispPath },
    ...[...parents, region].map(({ code, names }) => ({ name: names[lang], path: `${ispPath}/${code}` })),
  ];
  const place = { name: inRegion, code: region.code };
  const dataset = cellDataset(frame, cell, { name: title, description, place });
  return (
    <Layout
      frame={frame}
      title={title}
      description={description}
      section="isps"
      query={cellQuery(cell)}
      data={[breadcrumbData(frame, crumbs), dataset]}
    >
      <Breadcrumb lang={lang} crumbs={crumbs} />
      <h1>{name}</h1>
      <CellView lang={lang} content={cell} region={{ name: inRegion, code: region.code }} isp={isp.slug} />
      {subdivisions.length > 0 && (
        <section>
          <h2 id="subdivisions">{words.cells.regions.inside}</h2>
          <CountsList
            lang={lang}
            nameLabel={words.region.name}
            labelledBy="subdivisions"
            rows={subdivisions.map(({ code, names, lines, results }) => ({
              href: pathIn(lang, `${ispPath}/${code}`),
              name: names[lang],
              lines,
              results,
            }))}
          />
        </section>
      )}
      <section>
        <h2>{words.cells.regions.up}</h2>
        <ul class="links">
          <li>
            <a href={pathIn(lang, ispPath)}>{ofIsp}</a>
          </li>
          <li>
            <a href={pathIn(lang, `/region/${region.code}`)}>{inRegion}</a>
          </li>
          <li>
            <a
              href={`${pathIn(lang, '/compare')}?${new URLSearchParams({ isp: isp.slug, region: region.code })}`}
            >
              {words.overviews.compare.link}
            </a>
          </li>
        </ul>
      </section>
    </Layout>
  );
}
