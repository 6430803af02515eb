/** Outlines from TopoJSON: projected, thinned to what a page can show, and rounded to whole units. */
import { type GeoProjection, geoArea, geoConicEqualArea, geoEqualEarth, geoPath } from 'd3-geo';
import type { Feature, FeatureCollection, MultiPolygon, Polygon, Position } from 'geojson';
import { iso31661 } from 'iso-3166/1.js';
import { feature } from 'topojson-client';
import { presimplify, simplify } from 'topojson-simplify';
import type { GeometryCollection, Topology } from 'topojson-specification';
import type { MapShapes } from './shapes.ts';

type Region = Feature<MultiPolygon, object>;

/** Corners of triangles under this area, in square degrees, are left out: about a unit of the drawing. */
const JAPAN_DETAIL = 0.0006;
const WORLD_DETAIL = 0.15;

/** Square units. */
const LEAST_AREA = 3;

const JAPAN = { width: 640, height: 660 };
const WORLD = { width: 960, height: 466 };

/** Southern islands of Tokyo and Kagoshima would halve the scale for a few dots. */
const MAIN_ISLANDS_FROM_LATITUDE = 30;
const OKINAWA = 'JP-47';
/** Of Okinawa the main island and those beside it: with those near Taiwan it would be a row of dots. */
const OKINAWA_LONGITUDES = [126.5, 129] as const;
const OKINAWA_INSET = { left: 50, top: 60, width: 130, height: 140 };
const ANTARCTICA = 'AQ';

/** Prefectures of Japan, Okinawa in an inset at the top left. */
export function japanShapes(topology: Topology): MapShapes {
  const all = regionsOf(thinned(topology, JAPAN_DETAIL), 'admin1', ({ id }) => String(id));
  const main = all
    .filter(({ code }) => code !== OKINAWA)
    .map(({ code, region }) => ({
      code,
      region: withParts(region, ([, latitude = 0]) => latitude > MAIN_ISLANDS_FROM_LATITUDE),
    }));
  const projection = geoConicEqualArea()
    .parallels([33, 43])
    .rotate([-137, 0])
    .fitSize([JAPAN.width, JAPAN.height], collection(main.map(({ region }) => region)));
  const [west, east] = OKINAWA_LONGITUDES;
  const okinawa = all
    .filter(({ code }) => code === OKINAWA)
    .map(({ code, region }) => ({
      code,
      region: withParts(region, ([longitude = 0]) => longitude > west && longitude < east),
    }));
  const { left, top, width, height } = OKINAWA_INSET;
  const inset = geoConicEqualArea()
    .parallels([24, 28])
    .rotate([-127, 0])
    .fitExtent(
      [
        [left, top],
        [left + width, top + height],
      ],
      collection(okinawa.map(({ region }) => region)),
    );
  return {
    ...JAPAN,
    regions: [...main.map((each) => drawn(each, projection)), ...okinawa.map((each) => drawn(each, inset))],
    frames: [`M${left - 20},${top + height + 20}h${width + 20}l40,-40v${-height}`],
  };
}

/** Countries by ISO 3166-1, as far as the drawing's scale shows them. */
export function worldShapes(topology: Topology): MapShapes {
  const codes = new Map(iso31661.map(({ numeric, alpha2 }) => [numeric, alpha2]));
  const countries = regionsOf(
    thinned(topology, WORLD_DETAIL),
    'countries',
    ({ id }) => codes.get(String(id)) ?? null,
  ).filter(({ code }) => code !== ANTARCTICA);
  const projection = geoEqualEarth()
    .rotate([-150, 0])
    .fitSize([WORLD.width, WORLD.height], collection(countries.map(({ region }) => region)));
  return { ...WORLD, regions: countries.map((each) => drawn(each, projection)), frames: [] };
}

function thinned(topology: Topology, detail: number): Topology {
  return simplify(presimplify(topology as Parameters<typeof presimplify>[0]), detail);
}

function regionsOf(
  topology: Topology,
  object: string,
  codeOf: (region: Feature) => string | null,
): { code: string; region: Region }[] {
  const found = feature(topology, topology.objects[object] as GeometryCollection<object>);
  return (found.features as Feature<Polygon | MultiPolygon, object>[])
    .flatMap((region) => {
      const code = codeOf(region);
      return code === null ? [] : [{ code, region: { ...region, geometry: wound(region.geometry) } }];
    })
    .toSorted((a, b) => (a.code < b.code ? -1 : 1));
}

const HALF_SPHERE = 2 * Math.PI;

/** d3 takes what lies to the right of a ring as its inside, RFC 7946 what lies to the left. */
function wound(geometry: Polygon | MultiPolygon): MultiPolygon {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  const coordinates = polygons.map((rings): Position[][] =>
    geoArea({ type: 'Polygon', coordinates: rings }) > HALF_SPHERE
      ? rings.map((ring) => ring.toReversed())
      : rings,
  );
  return { type: 'MultiPolygon', coordinates };
}

function collection(features: Region[]): FeatureCollection {
  return { type: 'FeatureCollection', features };
}

/** The parts of a region that lie wholly where `within` says. */
function withParts(region: Region, within: (position: Position) => boolean): Region {
  const coordinates = region.geometry.coordinates.filter(([ring]) => ring?.every(within));
  return { ...region, geometry: { type: 'MultiPolygon', coordinates } };
}

function drawn({ code, region }: { code: string; region: Region }, projection: GeoProjection) {
  const path = geoPath(projection).digits(0);
  const parts = region.geometry.coordinates;
  // An island of under a few units is a speck; the largest part of a region is always drawn.
  const areas = parts.map((coordinates) => path.area({ type: 'Polygon', coordinates }));
  const largest = Math.max(...areas);
  const kept = parts.filter((_, index) => (areas[index] ?? 0) >= Math.min(LEAST_AREA, largest));
  return { code, d: compact(path({ type: 'MultiPolygon', coordinates: kept }) ?? '') };
}

/** The same path in steps relative to the point before, as SVG's small letters take them: a third of the size. */
function compact(path: string): string {
  return path.replaceAll(/M([^MZ]+)Z/g, (_, points: string) => {
    const [first = [0, 0], ...others] = points.split('L').map((point) => point.split(',').map(Number));
    let before = first;
    const steps = others.flatMap((point) => {
      const [dx, dy] = [0, 1].map((axis) => (point[axis] ?? 0) - (before[axis] ?? 0));
      before = point;
      return dx === 0 && dy === 0 ? [] : [`${dx},${dy}`];
    });
    return `M${first.join(',')}l${steps.join(' ')}z`.replaceAll(/,-/g, '-').replaceAll(/ -/g, '-');
  });
}
