import type { CellAnswer } from '../../../measurement-agent/protocol/quality.ts';
import type { Figure } from '../../../measurement-agent/protocol/statistics.ts';
import { formatCellRange } from '../../format/cell-figure.ts';
import { formatCount } from '../../format/count.ts';
import { messagesIn } from '../../messages/messages.ts';
import { hiddenText } from '../cell/hidden-text.ts';
import { figureInTable } from '../cell/interval-text.ts';
import { profileText } from '../cell/profile-text.ts';
import { Told } from '../cell/told.tsx';
import { ToldInterval } from '../cell/told-interval.tsx';
import { type Frame, pathIn } from '../frame.ts';
import { ispName } from '../isp-name.ts';
import { periodName } from '../period-name.ts';
import type { BadgeProps } from './badge.ts';
import { Embedded } from './embedded.tsx';

export interface IspCardProps extends Omit<BadgeProps, 'lang'> {
  frame: Frame;
  /** Address of the API's answer that the card shows, and where its cell stands there. */
  href: string;
  at: string;
}

/** Figures of an ISP in a frame on another site: no menu, no script, one way out. */
export function IspCard({ frame, isp, cell, period, profile, href, at }: IspCardProps) {
  const { lang, origin, synthetic } = frame;
  const { share, site, cells } = messagesIn(lang);
  const { card } = share;
  const name = ispName(isp, lang);
  const page = `${origin}${pathIn(lang, `/isp/${isp.slug}`)}?period=${period}`;
  const download = cell?.figures?.['downloadBps']?.quantiles;
  return (
    <Embedded frame={frame} title={card.title(name)} page={page}>
      <h1>{card.title(name)}</h1>
      {synthetic && <p class="fine">{site.demo}</p>}
      {cell === null || !download?.p50 || !download.p25 || !download.p75 ? (
        <p>{noneText({ cell, profile }, lang)}</p>
      ) : (
        <div data-source={href}>
          <p class="headline-text">
            {card.median}{' '}
            <Told at={`${at}/figures/downloadBps/quantiles/p50/value`} value={download.p50.value}>
              <strong>{figureInTable('downloadBps', download.p50.value, lang)}</strong>
            </Told>{' '}
            <ToldInterval
              lang={lang}
              figure="downloadBps"
              at={`${at}/figures/downloadBps/quantiles/p50`}
              interval={download.p50}
            />
          </p>
          <dl class="facts">
            <div>
              <dt>{card.range}</dt>
              <dd>
                <Told
                  at={`${at}/figures/downloadBps/quantiles/p25/value`}
                  value={download.p25.value}
                  also={{ [`${at}/figures/downloadBps/quantiles/p75/value`]: download.p75.value }}
                >
                  {cells.headline.range(
                    ...formatCellRange('downloadBps', download.p25.value, download.p75.value, lang),
                  )}
                </Told>
              </dd>
            </div>
            <Median lang={lang} name={card.upload} figure="uploadBps" cell={cell} at={at} />
            <Median lang={lang} name={card.rtt} figure="idleRttMs" cell={cell} at={at} />
          </dl>
          <p class="fine">
            <Told at={`${at}/lines`} value={cell.lines ?? 0}>
              {card.lines(formatCount(cell.lines ?? 0, lang), periodName(period, lang))}
            </Told>
            {profile && share.badge.rules(profileText(profile, lang))}
          </p>
        </div>
      )}
      <p>
        <a href={page} target="_blank" rel="noopener">
          {card.more}
        </a>
      </p>
    </Embedded>
  );
}

/** Why no figures are shown. */
function noneText({ cell, profile }: Pick<IspCardProps, 'cell' | 'profile'>, lang: Frame['lang']): string {
  const { card } = messagesIn(lang).share;
  if (profile === null) return card.notKept;
  return cell === null || cell.suppressed === 'too-few-lines' ? card.none : hiddenText(cell, lang);
}

interface MedianProps {
  lang: Frame['lang'];
  name: string;
  figure: Figure;
  cell: CellAnswer;
  at: string;
}

function Median({ lang, name, figure, cell, at }: MedianProps) {
  const median = cell.figures?.[figure]?.quantiles.p50;
  if (!median) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <Told at={`${at}/figures/${figure}/quantiles/p50/value`} value={median.value}>
          {figureInTable(figure, median.value, lang)}
        </Told>
      </dd>
    </div>
  );
}
