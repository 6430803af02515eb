import type { DivergenceAnswer } from '../../measurement-agent/protocol/quality.ts';
import { formatCount } from '../format/count.ts';
import { formatCountry } from '../format/list.ts';
import { messagesIn } from '../messages/messages.ts';
import { breadcrumbData } from './breadcrumb.tsx';
import { cellQuery } from './cell/cell-query.ts';
import { CellView } from './cell/cell-view.tsx';
import type { Asked, CellContent } from './cell/content.ts';
import { headlineText } from './cell/headline.tsx';
import { pageHiddenText } from './cell/hidden-text.ts';
import { shownCell } from './cell/shown-cell.ts';
import { CountsList } from './counts-table.tsx';
import { Divergence } from './divergence.tsx';
import { type Frame, pathIn } from './frame.ts';
import { ispName } from './isp-name.ts';
import { Layout } from './layout.tsx';
import { cellDataset } from './linked-data/dataset.ts';
import type { NamedIsp } from './names.ts';
import type { IspKind, NetworkRole } from './operators.ts';
import type { RegionEntry } from './region-list.tsx';

/** An AS that a brand uses. */
export interface IspNetwork {
  asn: number;
  /** Registered name; null when the directory does not hold it. */
  asName: string | null;
  /** Null on the page of a group or of an AS under its own name. */
  role: NetworkRole | null;
}

export interface IspPageProps {
  frame: Frame;
  isp: NamedIsp & { kind: IspKind };
  networks: readonly IspNetwork[];
  /** On the page of a shared network: the brands that share it. Else empty. */
  members: readonly NamedIsp[];
  /** Groups this brand shares networks in: results that only name the network are counted there. */
  sharedGroups: readonly (NamedIsp & { members: readonly NamedIsp[] })[];
  /** Where it was measured, over the same period as lists. */
  areas: readonly RegionEntry[];
  subdivisions: readonly RegionEntry[];
  cell: CellContent;
  /** Its own agents beside everybody else, over the last 90 days. */
  divergence: Asked<DivergenceAnswer>;
}

/** Where ISPs are ranked unless a region is named. */
const HOME_REGION = { ja: { name: '日本', code: 'JP' }, en: { name: 'Japan', code: 'JP' } };

/** One provider, or a network that several share, or an AS under its own name. */
export function IspPage(props: IspPageProps) {
  const { frame, isp, networks, members, sharedGroups, areas, subdivisions, cell, divergence } = props;
  const { lang } = frame;
  const words = messagesIn(lang);
  const name = ispName({ ...isp, members }, lang);
  const title = words.cells.title(name);
  const description = words.cells.describe(name, headlineText(cell, lang) ?? pageHiddenText(cell, lang));
  const country = shownCell(cell)?.cell.place['country'];
  const place = country === undefined ? null : { name: formatCountry(country, lang), code: country };
  const dataset = cellDataset(frame, cell, { name: title, description, place });
  const crumbs = [
    { name: words.isp.listHeading, path: '/isp' },
    { name, path: `/isp/${isp.slug}` },
  ];
  const href = (code: string) => pathIn(lang, `/isp/${isp.slug}/${code}`);
  const ownAs = isp.kind === 'network' ? networks[0] : undefined;
  return (
    <Layout
      frame={frame}
      title={title}
      description={description}
      section="isps"
      query={cellQuery(cell)}
      data={[breadcrumbData(frame, crumbs), dataset]}
    >
      <p class="eyebrow">
        <a href={pathIn(lang, '/isp')}>{words.isp.listHeading}</a> / {words.isp.kinds[isp.kind]}
      </p>
      <h1>{name}</h1>
      <p>
        <a href={`${pathIn(lang, '/compare')}?isp=${encodeURIComponent(isp.slug)}`}>
          {words.overviews.compare.link}
        </a>
      </p>
      {ownAs && <p class="lede">{words.isp.ownAs(String(ownAs.asn))}</p>}
      {members.length > 0 && <p class="lede">{words.isp.sharedText}</p>}
      <CellView lang={lang} content={cell} region={HOME_REGION[lang]} isp={isp.slug} />
      <Divergence lang={lang} asked={divergence} />
      {areas.length > 0 && (
        <section>
          <h2 id="areas">{words.cells.regions.areas}</h2>
          <CountsList
            lang={lang}
            nameLabel={words.region.name}
            labelledBy="areas"
            rows={areas.map((area) => ({ ...area, href: href(area.code), name: area.names[lang] }))}
          />
        </section>
      )}
      {subdivisions.length > 0 && (
        <section>
          <h2 id="subdivisions">{words.cells.regions.subdivisions}</h2>
          <ul class="prefectures">
            {subdivisions.map(({ code, names, lines }) => (
              <li>
                <a href={href(code)}>{names[lang]}</a>{' '}
                {lines !== null && <span class="count">{formatCount(lines, lang)}</span>}
              </li>
            ))}
          </ul>
          <p class="fine">{words.cells.regions.counts}</p>
        </section>
      )}
      {members.length > 0 && (
        <section>
          <h2>{words.isp.members}</h2>
          <ul class="links">
            {members.map((member) => (
              <li>
                <a href={pathIn(lang, `/isp/${member.slug}`)}>{ispName(member, lang)}</a>
              </li>
            ))}
          </ul>
        </section>
      )}
      {sharedGroups.length > 0 && (
        <section>
          <h2>{words.isp.sharedHeading}</h2>
          <p class="fine">{words.isp.sharedText}</p>
          <ul class="links">
            {sharedGroups.map((group) => (
              <li>
                <a href={pathIn(lang, `/isp/${group.slug}`)}>{ispName(group, lang)}</a>
              </li>
            ))}
          </ul>
        </section>
      )}
      {networks.length > 0 && (
        <section>
          <h2 id="networks">{words.isp.networksHeading}</h2>
          <p class="fine">{words.isp.networksText}</p>
          <table class="plain" aria-labelledby="networks">
            <thead>
              <tr>
                <th scope="col">{words.result.network.asn}</th>
                <th scope="col">{words.result.network.asName}</th>
                <th scope="col">{words.isp.role}</th>
              </tr>
            </thead>
            <tbody>
              {networks.map(({ asn, asName, role }) => (
                <tr>
                  <th scope="row">AS{asn}</th>
                  <td>{asName ?? words.result.unknown}</td>
                  <td>{role === null ? '–' : words.isp.roles[role]}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Layout>
  );
}
