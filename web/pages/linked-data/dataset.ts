import { AGGREGATES_LICENCE } from '../../../measurement-agent/protocol/open-data.ts';
import type { QualityAnswer } from '../../../measurement-agent/protocol/quality.ts';
import { FIGURE_UNITS, FIGURES, type Figure } from '../../../measurement-agent/protocol/statistics.ts';
import { messagesIn } from '../../messages/messages.ts';
import { cellQuery } from '../cell/cell-query.ts';
import type { Asked, CellContent } from '../cell/content.ts';
import { figureName } from '../cell/figure-names.ts';
import { shownCell } from '../cell/shown-cell.ts';
import { type Frame, pathIn } from '../frame.ts';
import { SCHEMA_ORG } from './data-block.tsx';

interface Described {
  name: string;
  description: string;
  /** Where lines were measured; null where it cannot be said. */
  place: { name: string; code: string } | null;
}

/** What a cell's page tells, as a dataset; null where it tells no figures. */
export function cellDataset(frame: Frame, content: CellContent, described: Described): object | null {
  const figures = shownCell(content)?.cell.figures ?? {};
  const told = FIGURES.filter((figure) => Object.values(figures[figure]?.quantiles ?? {}).some(Boolean));
  return answerDataset(frame, content.cell, told, { ...described, query: cellQuery(content) });
}

/** An answer that a page shows, as a dataset (schema.org/Dataset); null where it tells no figures. */
export function answerDataset(
  { lang, path, origin, synthetic }: Frame,
  { answer, href }: Asked<Pick<QualityAnswer, 'period' | 'updatedAt'>>,
  told: readonly Figure[],
  { name, description, place, query }: Described & { query: string },
): object | null {
  if (answer === null || told.length === 0) return null;
  const { period, updatedAt } = answer;
  const download = (address: string, encodingFormat: string) => ({
    '@type': 'DataDownload',
    contentUrl: `${origin}${address}`,
    encodingFormat,
  });
  return {
    '@context': SCHEMA_ORG,
    '@type': 'Dataset',
    name,
    description: synthetic ? `${messagesIn(lang).site.demo} ${description}` : description,
    url: `${origin}${pathIn(lang, path)}${query}`,
    inLanguage: lang,
    license: AGGREGATES_LICENCE.url,
    isAccessibleForFree: true,
    temporalCoverage: `${period.from}/${period.to}`,
    ...(updatedAt !== null && { dateModified: updatedAt }),
    ...(place && { spatialCoverage: { '@type': 'Place', name: place.name, identifier: place.code } }),
    measurementTechnique: `${origin}${pathIn(lang, '/method')}`,
    variableMeasured: told.map((figure) => ({
      '@type': 'PropertyValue',
      name: figureName(figure, lang),
      propertyID: figure,
      unitText: FIGURE_UNITS[figure],
    })),
    distribution: [download(href, 'application/json'), download(`${href}&format=csv`, 'text/csv')],
  };
}
