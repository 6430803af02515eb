import { messagesIn } from '../messages/messages.ts';
import { type Frame, pathIn } from './frame.ts';
import { ispName } from './isp-name.ts';
import { Layout } from './layout.tsx';
import type { NamedIsp } from './names.ts';
import type { IspKind, NetworkRole } from './operators.ts';
import { type CellFigures, hasBoxPlots, PeriodFiguresView } from './period-figures.tsx';

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
  cell: CellFigures;
}

/** One provider, or a network that several share, or an AS under its own name. */
export function IspPage({ frame, isp, networks, members, sharedGroups, cell }: IspPageProps) {
  const { lang } = frame;
  const words = messagesIn(lang);
  const name = ispName({ ...isp, members }, lang);
  const ownAs = isp.kind === 'network' ? networks[0] : undefined;
  return (
    <Layout
      frame={frame}
      title={`${name} — ${words.isp.listTitle}`}
      description={name}
      section="isps"
      {...(hasBoxPlots(cell) && { script: frame.assets.charts })}
    >
      <p class="eyebrow">
        <a href={pathIn(lang, '/isp')}>{words.isp.listHeading}</a> / {words.isp.kinds[isp.kind]}
      </p>
      <h1>{name}</h1>
      {ownAs && <p class="lede">{words.isp.ownAs(String(ownAs.asn))}</p>}
      {members.length > 0 && <p class="lede">{words.isp.sharedText}</p>}
      <PeriodFiguresView lang={lang} cell={cell} />
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
