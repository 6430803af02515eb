import { expect, test } from 'vitest';
import { SOME_OPEN_DATA } from '../../../test/fixtures/open-data-content.ts';
import { catalogOf } from './catalog.ts';

const ORIGIN = 'https://jissoku.example';
const { newest } = SOME_OPEN_DATA;
if (newest === null) throw new Error('The fixture has no month');

type Value = string | number | Node | readonly Value[];
interface Node {
  readonly [name: string]: Value;
}
interface Triple {
  subject: string;
  predicate: string;
  object: string;
}

const catalog = catalogOf([newest], ORIGIN) as Node;
const context = catalog['@context'] as Record<string, string>;

/** A name as JSON-LD 1.1 expands it: by its prefix, else by @vocab. */
function expanded(name: string): string {
  const [prefix = '', local] = name.split(':');
  const base = context[prefix];
  if (local !== undefined) return base === undefined ? name : base + local;
  return (context['@vocab'] ?? '') + name;
}

/** What a document says, as whoever reads RDF has it: enough of JSON-LD for documents whose nodes have names or stand within one. */
function triplesOf(node: Node, triples: Triple[] = []): Triple[] {
  const subject = nameOf(node);
  for (const [name, value] of Object.entries(node)) {
    if (name === '@id' || name === '@context') continue;
    for (const each of [value].flat()) {
      const predicate = name === '@type' ? 'a' : expanded(name);
      const object = name === '@type' ? expanded(textOf(each)) : objectOf(each);
      if (!triples.some((known) => JSON.stringify(known) === JSON.stringify({ subject, predicate, object })))
        triples.push({ subject, predicate, object });
      if (typeof each === 'object' && !('@value' in each)) triplesOf(each as Node, triples);
    }
  }
  return triples;
}

function textOf(value: Value | undefined): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function nameOf(node: Node): string {
  return typeof node['@id'] === 'string' ? `<${expanded(node['@id'])}>` : `_:${JSON.stringify(node)}`;
}

function objectOf(value: Value): string {
  if (typeof value !== 'object') return JSON.stringify(value);
  const node = value as Node;
  return '@value' in node
    ? `"${textOf(node['@value'])}"^^<${expanded(textOf(node['@type']))}>`
    : nameOf(node);
}

const DCAT = 'http://www.w3.org/ns/dcat#';
const DCT = 'http://purl.org/dc/terms/';
const SPDX = 'http://spdx.org/rdf/terms#';
const XSD = 'http://www.w3.org/2001/XMLSchema#';
const IANA = 'https://www.iana.org/assignments/media-types/';

const graph = triplesOf(catalog);
const objects = (subject: string | undefined, predicate: string) =>
  graph
    .filter((each) => each.subject === subject && each.predicate === predicate)
    .map(({ object }) => object);

test('a catalogue of DCAT finds every file by dcat:dataset and dcat:distribution, with all it needs', () => {
  const [dataset] = objects(`<${ORIGIN}/api/v1/open-data/catalog.jsonld>`, `${DCAT}dataset`);
  expect(objects(dataset, 'a')).toContain(`${DCAT}Dataset`);
  const distributions = objects(dataset, `${DCAT}distribution`);
  expect(distributions).toHaveLength(newest.files.length);
  for (const [index, { path, bytes, sha256, format, table }] of newest.files.entries()) {
    const distribution = distributions[index];
    const has = (predicate: string) => objects(distribution, predicate);
    expect(has('a')).toContain(`${DCAT}Distribution`);
    for (const address of ['downloadURL', 'accessURL'])
      expect(has(DCAT + address)).toEqual([`<${ORIGIN}${path}>`]);
    expect(has(`${DCAT}byteSize`)).toEqual([`"${bytes}"^^<${XSD}nonNegativeInteger>`]);
    expect(has(`${DCAT}mediaType`)).toEqual([
      `<${IANA}${format === 'parquet' ? 'application/vnd.apache.parquet' : 'text/csv'}>`,
    ]);
    expect(has(`${DCAT}compressFormat`)).toEqual(format === 'csv.gz' ? [`<${IANA}application/gzip>`] : []);
    expect(has(`${DCT}license`)).toEqual([
      table === 'rows'
        ? '<https://creativecommons.org/publicdomain/zero/1.0/>'
        : '<https://creativecommons.org/licenses/by/4.0/>',
    ]);
    const [checksum] = has(`${SPDX}checksum`);
    expect(objects(checksum, 'a')).toEqual([`${SPDX}Checksum`]);
    expect(objects(checksum, `${SPDX}algorithm`)).toEqual([`<${SPDX}checksumAlgorithm_sha256>`]);
    expect(objects(checksum, `${SPDX}checksumValue`)).toEqual([`"${sha256}"^^<${XSD}hexBinary>`]);
  }
});

test('search engines find the same files by schema.org, each one node with DCAT’s', () => {
  const [dataset] = objects(`<${ORIGIN}/api/v1/open-data/catalog.jsonld>`, 'https://schema.org/dataset');
  const downloads = objects(dataset, 'https://schema.org/distribution');
  expect(downloads).toEqual(objects(dataset, `${DCAT}distribution`));
  for (const [index, { path }] of newest.files.entries()) {
    expect(objects(downloads[index], 'a')).toContain('https://schema.org/DataDownload');
    expect(objects(downloads[index], 'https://schema.org/contentUrl')).toEqual([`"${ORIGIN}${path}"`]);
  }
});
