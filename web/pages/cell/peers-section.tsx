import type { RankAnswer } from '../../../measurement-agent/protocol/quality.ts';
import { formatCount } from '../../format/count.ts';
import type { Lang } from '../../format/language.ts';
import { messagesIn } from '../../messages/messages.ts';
import { pathIn } from '../frame.ts';
import { ispName } from '../isp-name.ts';
import { rankText } from '../overview/rank-text.ts';
import { toldCount } from '../told-count.ts';
import type { CellContent } from './content.ts';
import { figureInTable } from './interval-text.ts';
import { CellSection } from './section.tsx';
import { Told } from './told.tsx';
import { ToldInterval } from './told-interval.tsx';

/** Rows of a long ranking that a page shows: those around its ISP, or the first. */
const SHOWN = 20;

interface PeersSectionProps {
  lang: Lang;
  content: CellContent;
  region: { name: string; code: string };
  /** The ISP that the page is of. */
  isp: string | null;
}

/** ISPs of a region with the ranks that the data leave open. */
export function PeersSection({ lang, content, region, isp }: PeersSectionProps) {
  const { cells, figures, overviews } = messagesIn(lang);
  const { answer, href } = content.rank;
  const { peers } = cells;
  const heading = peers.heading(region.name, overviews.ranking.kinds[content.rankedKind]);
  if (answer === null || answer.ranking.length === 0)
    return (
      <section class="figure-section" aria-labelledby="peers">
        <h2 id="peers">{heading}</h2>
        <p>{answer === null ? peers.notKept : peers.none}</p>
        {answer !== null && <OtherKinds lang={lang} content={content} region={region.code} />}
      </section>
    );
  const rows = aroundOwn(answer.ranking, isp);
  const others = answer.ranking.length - rows.length;
  return (
    <CellSection lang={lang} id="peers" heading={heading} href={href}>
      <p class="fine">{peers.text}</p>
      <table class="numbers" aria-labelledby="peers">
        <thead>
          <tr>
            <th scope="col">{peers.isp}</th>
            <th scope="col">{peers.rank}</th>
            <th scope="col">{peers.median}</th>
            <th scope="col">{figures.lines}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ index, isp: key, rankFrom, rankTo, median, lines }) => {
            const named = content.rankNames.get(key);
            const name = named === undefined ? key : ispName(named, lang);
            const own = key === isp;
            return (
              <tr class={own ? 'own' : undefined}>
                <th scope="row">
                  {own ? (
                    <>
                      {name} {peers.own}
                    </>
                  ) : (
                    <a href={pathIn(lang, `/isp/${key}/${region.code}`)}>{name}</a>
                  )}
                </th>
                <td>
                  <Told
                    at={`ranking/${index}/rankFrom`}
                    value={rankFrom}
                    also={{ [`ranking/${index}/rankTo`]: rankTo }}
                  >
                    {rankText({ rankFrom, rankTo }, lang)}
                  </Told>
                </td>
                <td>
                  <Told at={`ranking/${index}/median/value`} value={median.value}>
                    {figureInTable('downloadBps', median.value, lang)}
                  </Told>{' '}
                  <ToldInterval
                    lang={lang}
                    figure="downloadBps"
                    at={`ranking/${index}/median`}
                    interval={median}
                  />
                </td>
                <td>
                  {lines === null ? (
                    toldCount(null, lang)
                  ) : (
                    <Told at={`ranking/${index}/lines`} value={lines}>
                      {formatCount(lines, lang)}
                    </Told>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {others > 0 && <p class="fine">{peers.others(formatCount(others, lang))}</p>}
      <OtherKinds lang={lang} content={content} region={region.code} />
    </CellSection>
  );
}

interface OtherKindsProps {
  lang: Lang;
  content: CellContent;
  region: string;
}

/** The way to rankings of the same region and period that the page does not show. */
function OtherKinds({ lang, content: { period, rankedKind }, region }: OtherKindsProps) {
  const { peers } = messagesIn(lang).cells;
  const query = new URLSearchParams({ region, period, kind: rankedKind });
  return (
    <p class="fine">
      <a href={pathIn(lang, `/ranking?${query}`)}>{peers.otherKinds}</a>
    </p>
  );
}

function aroundOwn(ranking: RankAnswer['ranking'], isp: string | null) {
  const rows = ranking.map((row, index) => ({ ...row, index }));
  const own = rows.findIndex((row) => row.isp === isp);
  const from = Math.min(Math.max(0, own - SHOWN / 2), Math.max(0, rows.length - SHOWN));
  return rows.slice(from, from + SHOWN);
}
