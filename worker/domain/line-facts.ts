import type { ResultDocument, Submission } from '../../measurement-agent/protocol/result.ts';
import type { LineFacts, LinePath } from './connection-guess.ts';
import type { Directory } from './directory.ts';
import { IPV4_OVER_IPV6 } from './ipv4-over-ipv6.ts';

type Seen = Pick<ResultDocument, 'network'> & Pick<Submission, 'pathMtuBytes'>;

/** What a result tells of its line, with what the result that began its group tells of the other IP version. */
export function lineFactsOf(
  run: Seen & Pick<Submission, 'declared'>,
  groupsFirst: Seen | null,
  directory: Directory,
): LineFacts {
  const others = groupsFirst !== null && groupsFirst.network.ipVersion !== run.network.ipVersion;
  return {
    countryCode: run.network.countryCode,
    accessTechnology: run.declared.accessTechnology,
    paths: [run, ...(others ? [groupsFirst] : [])].map((seen) => pathOf(seen, directory)),
  };
}

function pathOf({ network, pathMtuBytes }: Seen, { asUses, brands }: Directory): LinePath {
  const uses = asUses.filter(({ asn }) => asn === network.asn);
  const ways = new Set(uses.map(({ slug }) => IPV4_OVER_IPV6.get(slug) ?? null));
  const [way] = ways;
  return {
    ipVersion: network.ipVersion,
    pathMtuBytes: pathMtuBytes ?? null,
    roles: uses.map(({ role }) => role),
    cable: uses.length > 0 && uses.every(({ slug }) => brands.get(slug)?.kind === 'catv'),
    ipv4OverIpv6: ways.size === 1 ? (way ?? null) : null,
  };
}
