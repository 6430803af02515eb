import { formatCount } from '../format/count.ts';
import { messagesIn } from '../messages/messages.ts';
import { breadcrumbData } from './breadcrumb.tsx';
import { CountsList } from './counts-table.tsx';
import { type Frame, pathIn } from './frame.ts';
import { Layout } from './layout.tsx';
import type { Counts, NamedRegion } from './names.ts';
import { toldCount } from './told-count.ts';

export interface RegionEntry extends NamedRegion, Counts {}

export interface RegionListPageProps {
  frame: Frame;
  /** Japan as a whole. */
  japan: RegionEntry;
  /** The 11 areas in their official order, each with its prefectures. */
  areas: readonly (RegionEntry & { prefectures: readonly RegionEntry[] })[];
  /** Countries other than Japan that have results. */
  countries: readonly RegionEntry[];
  days: 30 | 90 | 365;
}

/** Every region: Japan by area and prefecture, other countries by name. */
export function RegionListPage({ frame, japan, areas, countries, days }: RegionListPageProps) {
  const { lang } = frame;
  const { region, figures } = messagesIn(lang);
  const href = (code: string) => pathIn(lang, `/region/${code}`);
  const lines = (entry: RegionEntry) => figures.linesShort(toldCount(entry.lines, lang));
  return (
    <Layout
      frame={frame}
      title={region.listTitle}
      description={region.listText(formatCount(days, lang))}
      section="regions"
      data={[breadcrumbData(frame, [{ name: region.listHeading, path: '/region' }])]}
    >
      <h1>{region.listHeading}</h1>
      <p class="lede">{region.listText(formatCount(days, lang))}</p>
      <section aria-labelledby="japan">
        <h2 id="japan">
          <a href={href(japan.code)}>{japan.names[lang]}</a> <span class="count">{lines(japan)}</span>
        </h2>
        <ul class="areas">
          {areas.map((area) => (
            <li>
              <p class="area">
                <a href={href(area.code)}>{area.names[lang]}</a> <span class="count">{lines(area)}</span>
              </p>
              <ul class="prefectures">
                {area.prefectures.map((prefecture) => (
                  <li>
                    <a href={href(prefecture.code)}>{prefecture.names[lang]}</a>{' '}
                    {prefecture.lines !== null && (
                      <span class="count">{formatCount(prefecture.lines, lang)}</span>
                    )}
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h2 id="countries">{region.countries}</h2>
        {countries.length === 0 ? (
          <p>{region.noCountries}</p>
        ) : (
          <CountsList
            lang={lang}
            nameLabel={region.name}
            labelledBy="countries"
            rows={countries.map((country) => ({
              href: href(country.code),
              name: country.names[lang],
              lines: country.lines,
              results: country.results,
            }))}
          />
        )}
      </section>
    </Layout>
  );
}
