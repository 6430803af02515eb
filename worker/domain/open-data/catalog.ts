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
  xsd: 'http://www.w3.org/2001/XMLSchema#',
} as const;

/** DCAT names media types by the addresses of IANA's register. */
const IANA = 'https://www.iana.org/assignments/media-types/';
const GZIP = 'application/gzip';

const DESCRIPTION =
  'Quality of broadband lines by month: rows of lines, figures exchanged among those alike, and aggregates computed from them.';

/** All editions as a catalogue in JSON-LD. */
export function catalogOf(manifests: readonly OpenDataManifest[], origin: string): object {
  return {
    '@context': CONTEXT,
    '@id': `${origin}${API_PATHS.openData}/catalog.jsonld`,
    '@type': ['DataCatalog', 'dcat:Catalog'],
    name: 'Jissoku open data',
    'dct:title': 'Jissoku open data',
    'dct:description': DESCRIPTION,
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
  const description = `Quality of broadband lines, measured in ${month}: coarsened rows of lines, whose figures are exchanged among those alike (columns of a row are not one line’s), and figures of ISPs and regions over lines.${synthetic ? ' Made up for demonstration.' : ''}`;
  return {
    '@id': idOf(manifest, origin),
    '@type': ['Dataset', 'dcat:Dataset'],
    name,
    'dct:title': name,
    description,
    'dct:description': description,
    version: `${edition}`,
    dateModified: madeAt,
    'dct:modified': { '@type': 'xsd:dateTime', '@value': madeAt },
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
    distribution: files.map((file) => downloadOf(file, manifest, origin)),
    'dcat:distribution': files.map((file) => distributionOf(file, manifest, origin)),
  };
}

/** A file in both vocabularies is one node: what each says of it comes together under its `@id`. */
function fileId(file: OpenDataFile, origin: string): string {
  return `${origin}${file.path}#distribution`;
}

/** A file as schema.org has it. */
function downloadOf(file: OpenDataFile, { licences }: OpenDataManifest, origin: string): object {
  return {
    '@id': fileId(file, origin),
    '@type': 'DataDownload',
    name: file.name,
    contentUrl: `${origin}${file.path}`,
    encodingFormat: MEDIA_TYPES[file.format],
    contentSize: `${file.bytes} B`,
    license: licences[file.table].url,
    sha256: file.sha256,
  };
}

/** A file as DCAT 3 has it (6.8); addresses and types are IRIs there, and numbers have a type. */
function distributionOf(file: OpenDataFile, { licences, madeAt }: OpenDataManifest, origin: string): object {
  const address = { '@id': `${origin}${file.path}` };
  return {
    '@id': fileId(file, origin),
    '@type': 'dcat:Distribution',
    'dct:title': file.name,
    'dct:issued': { '@type': 'xsd:dateTime', '@value': madeAt },
    'dcat:accessURL': address,
    'dcat:downloadURL': address,
    'dcat:mediaType': { '@id': `${IANA}${MEDIA_TYPES[file.format]}` },
    ...(file.format === 'csv.gz' && { 'dcat:compressFormat': { '@id': `${IANA}${GZIP}` } }),
    'dcat:byteSize': { '@type': 'xsd:nonNegativeInteger', '@value': String(file.bytes) },
    'dct:license': { '@id': licences[file.table].url },
    'spdx:checksum': {
      '@type': 'spdx:Checksum',
      'spdx:algorithm': { '@id': 'spdx:checksumAlgorithm_sha256' },
      'spdx:checksumValue': { '@type': 'xsd:hexBinary', '@value': file.sha256 },
    },
  };
}
