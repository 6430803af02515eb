import { formatSharePercent } from '../../format/count.ts';
import type { Lang } from '../../format/language.ts';
import { messagesIn } from '../../messages/messages.ts';
import type { CellContent } from './content.ts';
import { figureName } from './figure-names.ts';
import { FigureTable } from './figure-table.tsx';
import { intervalText } from './interval-text.ts';
import { CellSection } from './section.tsx';
import { shownCell } from './shown-cell.ts';
import { endsAt, Told } from './told.tsx';

const BANDS = ['met', 'near', 'missed'] as const;

/** How much of the contracted rate lines get: the FCC's bands and 80/80. */
export function ContractSection({ lang, content }: { lang: Lang; content: CellContent }) {
  const { cells } = messagesIn(lang);
  const shown = shownCell(content);
  const contract = shown?.cell.contract;
  if (!shown || !contract) return null;
  const { bands, consistency8080: consistency } = contract;
  const at = `${shown.at}/contract`;
  const percent = (share: number) => formatSharePercent(share, lang);
  return (
    <CellSection lang={lang} id="contract" heading={cells.contract.heading} href={content.cell.href}>
      <p class="fine">{cells.contract.text}</p>
      {bands && (
        <>
          <ContractBar bands={bands} label={cells.contract.chart(...bandTexts(bands, percent))} />
          <table class="numbers" aria-labelledby="contract">
            <thead>
              <tr>
                <th scope="col">{cells.contract.band}</th>
                <th scope="col">{cells.contract.share}</th>
              </tr>
            </thead>
            <tbody>
              {BANDS.map((band) => (
                <tr>
                  <th scope="row">
                    <span class={`swatch band-${band}`} aria-hidden="true" />
                    {cells.contract.bands[band]}
                  </th>
                  <td>
                    <Told at={`${at}/bands/${band}`} value={bands[band]}>
                      {percent(bands[band])}
                    </Told>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
      <FigureTable
        lang={lang}
        rows={(['downloadShare', 'uploadShare'] as const).map((figure) => ({
          name: figureName(figure, lang),
          figure,
          ...shown,
        }))}
        nameLabel={cells.figure}
        labelledBy="contract"
      />
      {consistency && (
        <p>
          <Told
            at={`${at}/consistency8080/value`}
            value={consistency.value}
            also={endsAt(`${at}/consistency8080`, consistency)}
          >
            {cells.contract.consistency(
              percent(consistency.value),
              intervalText('peakLowShare', consistency, lang),
            )}
          </Told>
        </p>
      )}
    </CellSection>
  );
}

type Bands = Record<(typeof BANDS)[number], number>;

function bandTexts(bands: Bands, percent: (share: number) => string): [string, string, string] {
  return [percent(bands.met), percent(bands.near), percent(bands.missed)];
}

/** One bar of all lines, parted into the bands. */
function ContractBar({ bands, label }: { bands: Bands; label: string }) {
  let left = 0;
  return (
    <svg class="contract-bar" role="img" aria-label={label} width="100%" height="24">
      {BANDS.map((band) => {
        const x = left;
        left += bands[band] * 100;
        return (
          <rect
            class={`band-${band}`}
            x={`${x.toFixed(1)}%`}
            width={`${(bands[band] * 100).toFixed(1)}%`}
            y="0"
            height="24"
          />
        );
      })}
    </svg>
  );
}
