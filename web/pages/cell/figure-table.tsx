import type { CellAnswer, FigureAnswer } from '../../../measurement-agent/protocol/quality.ts';
import { type Figure, QUANTILES } from '../../../measurement-agent/protocol/statistics.ts';
import { formatCount } from '../../format/count.ts';
import type { Lang } from '../../format/language.ts';
import { messagesIn } from '../../messages/messages.ts';
import { toldCount } from '../told-count.ts';
import { hiddenText } from './hidden-text.ts';
import { figureInTable } from './interval-text.ts';
import { Told } from './told.tsx';
import { ToldInterval } from './told-interval.tsx';

/** One row: a figure of a cell. */
export interface FigureRow {
  name: string;
  figure: Figure;
  /** Where the cell stands in the answer. */
  at: string;
  cell: CellAnswer;
}

interface FigureTableProps {
  lang: Lang;
  rows: readonly FigureRow[];
  /** Heading of the first column. */
  nameLabel: string;
  labelledBy: string;
}

type QuantileName = keyof FigureAnswer['quantiles'];

const SHOWN: readonly QuantileName[] = ['p25', 'p50', 'p75'];

/** Quartiles, the interval of the median and lines of some figures. */
export function FigureTable({ lang, rows, nameLabel, labelledBy }: FigureTableProps) {
  const { figures } = messagesIn(lang);
  return (
    <table class="numbers" aria-labelledby={labelledBy}>
      <thead>
        <tr>
          <th scope="col">{nameLabel}</th>
          <th scope="col">{figures.q25}</th>
          <th scope="col">{figures.q50}</th>
          <th scope="col">{figures.q75}</th>
          <th scope="col">{figures.lines}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            <th scope="row">{row.name}</th>
            <Quantiles lang={lang} row={row} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Quantiles({ lang, row: { figure, cell, at } }: { lang: Lang; row: FigureRow }) {
  const told = cell.figures?.[figure];
  if (told === undefined || told.quantiles.p50 === null)
    return (
      <td class="hidden-figure" colspan={4}>
        {hiddenText(cell, lang)}
      </td>
    );
  const place = `${at}/figures/${figure}`;
  return (
    <>
      {SHOWN.map((name) => {
        const quantile = told.quantiles[name];
        if (!quantile) return <td>–</td>;
        return (
          <td class={name === 'p50' ? 'strong' : undefined}>
            <Told at={`${place}/quantiles/${name}/value`} value={quantile.value}>
              {figureInTable(figure, quantile.value, lang)}
            </Told>
            {name === 'p50' && (
              <>
                {' '}
                <ToldInterval
                  lang={lang}
                  figure={figure}
                  at={`${place}/quantiles/${name}`}
                  interval={quantile}
                />
              </>
            )}
          </td>
        );
      })}
      <td>
        {told.lines === null ? (
          toldCount(null, lang)
        ) : (
          <Told at={`${place}/lines`} value={told.lines}>
            {formatCount(told.lines, lang)}
          </Told>
        )}
      </td>
    </>
  );
}

const FURTHER = QUANTILES.map((q): QuantileName => `p${Math.round(q * 100)}` as QuantileName).filter(
  (name) => !SHOWN.includes(name),
);

/** The quantiles that the table above leaves out, and the geometric mean; folded up. */
export function FurtherQuantiles({ lang, rows, nameLabel }: Omit<FigureTableProps, 'labelledBy'>) {
  const { cells } = messagesIn(lang);
  const known = rows.filter(({ cell, figure }) => cell.figures?.[figure]?.quantiles.p50);
  if (known.length === 0) return null;
  return (
    <details>
      <summary>{cells.more}</summary>
      <div class="scroll" tabindex={0} role="group" aria-label={cells.more}>
        <table class="numbers">
          <thead>
            <tr>
              <th scope="col">{nameLabel}</th>
              {FURTHER.map((name) => (
                <th scope="col">{cells.quantile(name.slice(1))}</th>
              ))}
              <th scope="col">{cells.geometricMean}</th>
            </tr>
          </thead>
          <tbody>
            {known.map(({ name: rowName, figure, cell, at }) => {
              const told = cell.figures?.[figure];
              const place = `${at}/figures/${figure}`;
              const mean = told?.geometricMean ?? null;
              return (
                <tr>
                  <th scope="row">{rowName}</th>
                  {FURTHER.map((name) => {
                    const quantile = told?.quantiles[name];
                    return (
                      <td>
                        {quantile ? (
                          <Told at={`${place}/quantiles/${name}/value`} value={quantile.value}>
                            {figureInTable(figure, quantile.value, lang)}
                          </Told>
                        ) : (
                          '–'
                        )}
                      </td>
                    );
                  })}
                  <td>
                    {mean === null ? (
                      '–'
                    ) : (
                      <Told at={`${place}/geometricMean`} value={mean}>
                        {figureInTable(figure, mean, lang)}
                      </Told>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </details>
  );
}
