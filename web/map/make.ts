/** `npm run shapes`: draws the outlines of prefectures and countries into the files that pages read. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Topology } from 'topojson-specification';
import { japanShapes, worldShapes } from './draw.ts';
import type { MapShapes } from './shapes.ts';

const read = async (file: string) => JSON.parse(await readFile(file, 'utf8')) as Topology;
const write = (name: string, shapes: MapShapes) =>
  writeFile(path.join(import.meta.dirname, `${name}.json`), `${JSON.stringify(shapes, null, 1)}\n`);

await write(
  'japan',
  japanShapes(await read(path.join(import.meta.dirname, 'data/jp-prefectures.topo.json'))),
);
await write(
  'world',
  worldShapes(
    await read(path.join(import.meta.dirname, '../../node_modules/world-atlas/countries-110m.json')),
  ),
);
