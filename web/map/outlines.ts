/** Outlines that `npm run shapes` drew. */
import japan from './japan.json' with { type: 'json' };
import type { MapShapes } from './shapes.ts';
import world from './world.json' with { type: 'json' };

export const JAPAN_SHAPES: MapShapes = japan;
export const WORLD_SHAPES: MapShapes = world;
