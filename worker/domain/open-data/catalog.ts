import type { OpenDataFile, OpenDataManifest } from '../../../measurement-agent/protocol/open-data.ts';
import { API_PATHS } from '../../../measurement-agent/protocol/spec.ts';
import { monthEndMs } from '../month.ts';

const DAY_MS = 86_400_000;

const MEDIA_TYPES: Readonly<Record<OpenDataFile['format'], string>> = {
  parquet: 'application/vnd.apache.parquet',
  'csv.gz': 'text/csv',
};

/** Of both vocabularies: schema.org for search engines, DCAT 3 (W3C) for catalogues of public data. */
const CONTEXT = {
  '@vocab': 'https://schema.org/',
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  spdx: 'http://spdx.org/rdf/terms#',
} as const;

/** All editions as a catalogue in JSON-LD. */
export function catalogOf(manifests: readonly OpenDataManifest[], origin: string): object {
  return {
    '@context': CONTEXT,
    '@id': `${origin}${API_PATHS.openData}/catalog.jsonld`,
    '@type': ['DataCatalog', 'dcat:Catalog'],
    name: 'Jissoku open data',
    'dct:title': 'Jissoku open data',
    dataset: manifests.map((manifest) => datasetOf(manifest, origin)),
    'dcat:dataset': manifests.map((manifest) => ({ '@id': idOf(manifest, origin) })),
  };
}

function idOf({ month }: OpenDataManifest, origin: string): string {
  return `${origin}${API_PATHS.openData}/${month}/manifest.json`;
}

/** One month as a dataset. */
export function datasetOf(manifest: OpenDataManifest, origin: string): object {
  const { month, edition, madeAt, synthetic, licences, columns, files } = manifest;
  const lastDay = new Date(monthEndMs(month) - DAY_MS).toISOString().slice(0, 10);
  const name = `Jissoku ${month}${synthetic ? ' (synthetic: measured by nobody)' : ''}`;
  return {
    '@id': idOf(manifest, origin),
    '@type': ['Dataset', 'dcat:Dataset'],
    name,
    'dct:title': name,
    description: `Quality of broadband lines, measured in ${month}: coarsened rows of single tests, and figures of ISPs and regions over lines.${synthetic ? ' Made up for demonstration.' : ''}`,
    version: `${edition}`,
    dateModified: madeAt,
    'dct:modified': madeAt,
    temporalCoverage: `${month}-01/${lastDay}`,
    isAccessibleForFree: true,
    license: [licences.rows.url, licences.aggregates.url],
    url: `${origin}/en/open-data`,
    variableMeasured: columns.rows
      .filter(({ unit }) => unit !== null)
      .map(({ name: variable, unit, meaning }) => ({
        '@type': 'PropertyValue',
        name: variable,
        unitText: unit,
        description: meaning,
      })),
    distribution: files.map((file) => ({
      '@type': ['DataDownload', 'dcat:Distribution'],
      name: file.name,
      contentUrl: `${origin}${file.path}`,
      'dcat:downloadURL': { '@id': `${origin}${file.path}` },
      encodingFormat: MEDIA_TYPES[file.format],
      'dcat:mediaType': MEDIA_TYPES[file.format],
      contentSize: `${file.bytes} B`,
      'dcat:byteSize': file.bytes,
      license: licences[file.table].url,
      'dct:license': { '@id': licences[file.table].url },
      sha256: file.sha256,
      'spdx:checksum': { 'spdx:algorithm': 'sha256', 'spdx:checksumValue': file.sha256 },
    })),
  };
}
