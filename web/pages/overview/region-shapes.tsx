import type { Metric } from '../../../measurement-agent/protocol/statistics.ts';
import type { Lang } from '../../format/language.ts';
import type { MapShapes } from '../../map/shapes.ts';
import { figureInTable } from '../cell/interval-text.ts';
import { pathIn } from '../frame.ts';
import type { MapRegion } from '../map.tsx';
import { regionReason } from './region-reason.ts';

interface RegionShapesProps {
  lang: Lang;
  metric: Metric;
  shapes: MapShapes;
  regions: readonly MapRegion[];
  /** One sentence that says what the map shows and where the numbers are. */
  label: string;
}

/** Outlines as links, each with its name and value. A region without an outline is in the table alone. */
export function RegionShapes({ lang, metric, shapes, regions, label }: RegionShapesProps) {
  const known = new Map(regions.map((region) => [region.code, region]));
  return (
    <svg class="map" viewBox={`0 0 ${shapes.width} ${shapes.height}`} role="group" aria-label={label}>
      <defs>
        <pattern id="hidden" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="6" height="6" class="hidden-ground" />
          <rect width="2" height="6" class="hidden-stripe" />
        </pattern>
      </defs>
      {shapes.frames.map((d) => (
        <path class="map-frame" d={d} />
      ))}
      {shapes.regions.map(({ code, d }) => {
        const region = known.get(code);
        if (region === undefined) return <path class="unmeasured" d={d} />;
        // Two hundred links to nothing would only be in the way.
        if (region.cell === null && !code.includes('-')) return <path class="unmeasured" d={d} />;
        const name = `${region.names[lang]}: ${valueText(region, metric, lang)}`;
        return (
          <a href={pathIn(lang, `/region/${code}`)} aria-label={name}>
            <path class={classOf(region)} d={d}>
              <title>{name}</title>
            </path>
          </a>
        );
      })}
    </svg>
  );
}

function valueText(region: MapRegion, metric: Metric, lang: Lang): string {
  return region.value === null ? regionReason(region, lang) : figureInTable(metric, region.value, lang);
}

function classOf({ cell, heat }: MapRegion): string {
  if (heat !== null) return `heat-${heat}`;
  return cell === null ? 'unmeasured' : 'hidden-region';
}
