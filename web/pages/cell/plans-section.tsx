import type { Tier } from '../../../measurement-agent/protocol/statistics.ts';
import { figureText } from '../../format/figure.ts';
import type { Lang } from '../../format/language.ts';
import { formatDay } from '../../format/period.ts';
import { formatRoundRate } from '../../format/rate.ts';
import { messagesIn } from '../../messages/messages.ts';
import type { CellContent, Plan } from './content.ts';
import { figureInTable } from './interval-text.ts';
import { CellSection } from './section.tsx';
import { Told } from './told.tsx';
import { ToldInterval } from './told-interval.tsx';

/** The class of contracts that an advertised rate falls in. */
function tierOf(downloadBps: number): Tier {
  if (downloadBps <= 1e8) return 'to-100m';
  if (downloadBps <= 1e9) return 'to-1g';
  return downloadBps <= 2e9 ? 'to-2g' : 'to-10g';
}

/** What an ISP advertises beside what lines with such a contract got; nothing where no plan is known. */
export function PlansSection({ lang, content }: { lang: Lang; content: CellContent }) {
  const { cells } = messagesIn(lang);
  const { plans } = content;
  if (plans.length === 0) return null;
  const byTier = content.groups.find(({ dimension }) => dimension === 'tier');
  return (
    <CellSection
      lang={lang}
      id="plans"
      heading={cells.plans.heading}
      href={byTier?.href ?? content.cell.href}
    >
      <p class="fine">{cells.plans.text}</p>
      <table class="numbers" aria-labelledby="plans">
        <thead>
          <tr>
            <th scope="col">{cells.plans.plan}</th>
            <th scope="col">{cells.plans.advertised}</th>
            <th scope="col">{cells.plans.measured}</th>
          </tr>
        </thead>
        <tbody>
          {plans.map((plan) => (
            <tr>
              <th scope="row">
                {plan.names[lang]}
                <span class="plan-source">
                  <Source lang={lang} plan={plan} />
                </span>
              </th>
              <td>{figureText(formatRoundRate(plan.downloadBps, lang))}</td>
              <td>
                <Measured lang={lang} group={byTier} tier={tierOf(plan.downloadBps)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </CellSection>
  );
}

function Source({ lang, plan: { source, readOn } }: { lang: Lang; plan: Plan }) {
  const { cells } = messagesIn(lang);
  const name = source.names[lang];
  return (
    <>
      {cells.plans.source}: {source.url === null ? name : <a href={source.url}>{name}</a>}{' '}
      {cells.plans.readOn(formatDay(readOn, lang))}
    </>
  );
}

interface MeasuredProps {
  lang: Lang;
  group: CellContent['groups'][number] | undefined;
  tier: Tier;
}

function Measured({ lang, group, tier }: MeasuredProps) {
  const { cells } = messagesIn(lang);
  const index = group?.answer?.cells.findIndex(({ place }) => place['tier'] === tier) ?? -1;
  const median = group?.answer?.cells[index]?.figures?.['downloadBps']?.quantiles.p50;
  if (!median) return <span class="quiet-text">{cells.plans.none}</span>;
  return (
    <>
      <Told at={`cells/${index}/figures/downloadBps/quantiles/p50/value`} value={median.value}>
        {figureInTable('downloadBps', median.value, lang)}
      </Told>{' '}
      <ToldInterval
        lang={lang}
        figure="downloadBps"
        at={`cells/${index}/figures/downloadBps/quantiles/p50`}
        interval={median}
      />
    </>
  );
}
