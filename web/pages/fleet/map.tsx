import { heatScale } from '../../charts/heat-classes.ts';
import { formatCount } from '../../format/count.ts';
import type { Lang } from '../../format/language.ts';
import { JAPAN_SHAPES } from '../../map/outlines.ts';
import { messagesIn } from '../../messages/messages.ts';
import type { FleetListContent } from './content.ts';

interface FleetMapProps {
  lang: Lang;
  regions: FleetListContent['counts']['regions'];
  names: FleetListContent['regionNames'];
}

/** How many agents stand in each prefecture: a picture, and the numbers as a table. */
export function FleetMap({ lang, regions, names }: FleetMapProps) {
  const { map } = messagesIn(lang).fleet;
  const agents = new Map(regions.map((region) => [region.code, region.agents]));
  const scale = heatScale(regions.filter(({ code }) => code !== null).map((region) => region.agents));
  const heat = (code: string) => {
    const count = agents.get(code);
    return count === undefined || scale === null ? 'unmeasured' : `heat-${scale.classOf(count)}`;
  };
  return (
    <section>
      <h2 id="by-region">{map.heading}</h2>
      <div class="map-and-legend">
        <svg
          class="map"
          viewBox={`0 0 ${JAPAN_SHAPES.width} ${JAPAN_SHAPES.height}`}
          role="img"
          aria-label={map.label}
        >
          {JAPAN_SHAPES.frames.map((d) => (
            <path class="map-frame" d={d} />
          ))}
          {JAPAN_SHAPES.regions.map(({ code, d }) => (
            <path class={heat(code)} d={d} />
          ))}
        </svg>
        <table class="numbers list" aria-labelledby="by-region">
          <thead>
            <tr>
              <th scope="col">{map.region}</th>
              <th scope="col">{map.agents}</th>
            </tr>
          </thead>
          <tbody>
            {regions.map((region) => (
              <tr>
                <th scope="row">
                  {region.code === null ? map.unknown : (names[region.code]?.[lang] ?? region.code)}
                </th>
                <td>{formatCount(region.agents, lang)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
