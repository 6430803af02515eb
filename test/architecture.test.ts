import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from './server.ts';

/**
 * Who may import whom, as in docs/design. A room is the longest matching prefix; what is not listed is forbidden.
 * Tests may import everything.
 */
const ROOMS: Record<string, readonly string[]> = {
  'measurement-agent/protocol': [],
  'measurement-agent/metrics': ['measurement-agent/protocol'],
  'measurement-agent/engine': ['measurement-agent/metrics', 'measurement-agent/protocol'],
  'measurement-agent/daemon': [
    'measurement-agent/engine',
    'measurement-agent/metrics',
    'measurement-agent/protocol',
  ],
  'measurement-agent/cli': [
    'measurement-agent/daemon',
    'measurement-agent/engine',
    'measurement-agent/metrics',
    'measurement-agent/protocol',
  ],
  'measurement-agent/build': ['measurement-agent/build-types'],
  // The library's front door.
  'measurement-agent/index': ['measurement-agent/engine', 'measurement-agent/protocol'],
  'web/format': ['measurement-agent/protocol'],
  'web/messages': ['measurement-agent/metrics', 'measurement-agent/protocol', 'web/format'],
  'web/charts': ['measurement-agent/protocol', 'web/format', 'web/messages'],
  'web/map': [],
  'web/pages': [
    'measurement-agent/metrics',
    'measurement-agent/protocol',
    'web/format',
    'web/messages',
    'web/charts',
    'web/map',
  ],
  'web/islands': [
    'measurement-agent/engine',
    'measurement-agent/metrics',
    'measurement-agent/protocol',
    'web/format',
    'web/messages',
    'web/charts',
    'web/pages',
    'web/styles',
  ],
  'web/styles': [],
  'web/texts': ['web/pages'],
  db: ['measurement-agent/protocol'],
  'worker/domain': [
    'measurement-agent/protocol',
    'measurement-agent/metrics',
    'worker/env',
    'worker/variables',
    'web/pages',
  ],
  'worker/storage': ['measurement-agent/protocol', 'worker/domain', 'worker/env', 'db'],
  // What is changed of the fleet, by whoever asks: a key, a page, the operator's command.
  'worker/fleet': ['measurement-agent/protocol', 'worker/domain', 'worker/storage', 'worker/env'],
  // Documents in R2 and the rows that point to them, kept in step.
  'worker/documents': ['measurement-agent/protocol', 'worker/domain', 'worker/storage', 'worker/env'],
  'worker/rollup': ['measurement-agent/protocol', 'worker/domain', 'worker/storage', 'worker/env'],
  'worker/alarms': ['measurement-agent/protocol', 'worker/domain', 'worker/storage', 'worker/env'],
  'worker/open-data': ['measurement-agent/protocol', 'worker/domain', 'worker/storage', 'worker/env'],
  'worker/demo': ['measurement-agent/protocol', 'worker/domain', 'worker/storage', 'worker/rollup'],
  'worker/measure': [
    'measurement-agent/metrics',
    'measurement-agent/protocol',
    'worker/domain',
    'worker/env',
  ],
  'worker/foreign': [
    'measurement-agent/protocol',
    'worker/domain',
    'worker/measure/payload',
    'worker/middleware',
    'worker/env',
  ],
  'worker/card': [],
  'worker/middleware': ['measurement-agent/protocol', 'worker/domain', 'worker/storage', 'worker/env'],
  'worker/routes': [
    'measurement-agent/metrics',
    'measurement-agent/protocol',
    'web/pages',
    'web/messages',
    'worker/documents',
    'worker/domain',
    'worker/storage',
    'worker/fleet',
    'worker/middleware',
    'worker/measure',
    'worker/card',
    'worker/env',
  ],
  // Freezes what routes answer.
  'worker/editions': [
    'measurement-agent/protocol',
    'worker/domain',
    'worker/storage',
    'worker/routes',
    'worker/env',
  ],
  'worker/front': ['worker/foreign', 'worker/measure', 'worker/domain', 'worker/env', 'worker/variables'],
  'worker/local': [
    'measurement-agent/protocol',
    'web/messages',
    'db',
    'worker/domain',
    'worker/demo',
    'worker/fleet',
    'worker/rollup',
    'worker/storage',
    'worker/variables',
  ],
  worker: [
    'measurement-agent/protocol',
    'worker/routes',
    'worker/alarms',
    'worker/documents',
    'worker/rollup',
    'worker/editions',
    'worker/open-data',
    'worker/measure',
    'worker/foreign',
    'worker/middleware',
    'worker/storage',
    'worker/domain',
  ],
};

/** Third-party packages that only one room may know. */
const PACKAGES: Record<string, readonly string[]> = {
  '@resvg': ['worker/card', 'worker/local/site-picture.ts'],
  'drizzle-orm': ['worker/storage', 'db'],
  'chart.js': ['web/charts'],
  // A client that masks and copies load (docs/design): for tests and benches only.
  ws: [],
  'node-datachannel': ['measurement-agent/engine/transports/data-channel-node.ts'],
  'hyparquet-writer': ['worker/domain/open-data/files.ts'],
  // Outlines are drawn ahead (npm run shapes): no page and no worker carries the means.
  'd3-geo': ['web/map/draw.ts'],
  'topojson-client': ['web/map/draw.ts'],
  'topojson-simplify': ['web/map/draw.ts'],
  miniflare: ['worker/local'],
  wrangler: ['worker/local'],
};

const files = globSync('{measurement-agent,worker,web,db}/**/*.{ts,tsx,js}', { cwd: ROOT })
  .filter((file) => !/\.test\.tsx?$|\.config\.ts$|\.d\.ts$|node_modules|^db\/seed/.test(file))
  .toSorted();

function roomOf(file: string): string {
  const room = Object.keys(ROOMS)
    .filter((name) => file === name || file.startsWith(`${name}/`) || file.startsWith(`${name}.`))
    .toSorted((a, b) => b.length - a.length)[0];
  return room ?? file;
}

function importsOf(file: string): string[] {
  const source = readFileSync(path.join(ROOT, file), 'utf8');
  return [
    ...source.matchAll(/(?:^|\s)(?:import|export)\s(?:[^'";]*?\sfrom\s)?'([^']+)'|import\('([^']+)'\)/g),
  ].map((match) => match[1] ?? match[2] ?? '');
}

function allowed(from: string, target: string): boolean {
  // The version is told where it is shown.
  if (target === 'package.json' || target === 'measurement-agent/package.json') return true;
  const targetRoom = roomOf(target);
  if (targetRoom === roomOf(from)) return true;
  const rooms = ROOMS[roomOf(from)] ?? [];
  return rooms.includes(targetRoom) || rooms.includes(target.replace(/\.tsx?$/, ''));
}

function mayImport(file: string, specifier: string): boolean {
  if (specifier.startsWith('.'))
    return allowed(file, path.normalize(path.join(path.dirname(file), specifier)));
  const owner = PACKAGES[specifier.split('/')[0] ?? ''];
  return owner === undefined || owner.some((room) => file.startsWith(room));
}

describe('rooms', () => {
  test('there are files to look at', () => {
    expect(files.length).toBeGreaterThan(50);
  });

  test.each(files)('%s imports only what its room may', (file) => {
    expect(importsOf(file).filter((specifier) => !mayImport(file, specifier))).toEqual([]);
  });

  test('one file loads the chart library; the others know its types', () => {
    const loads = /^import (?!type\b)[^;]*? from 'chart\.js'/m;
    const loading = files.filter((file) => loads.test(readFileSync(path.join(ROOT, file), 'utf8')));
    expect(loading).toEqual(['web/charts/mount.ts']);
  });
});
