import type { Fallible } from '../../measurement-agent/protocol/fallible.ts';
import type { HomePageProps } from '../../web/pages/home.tsx';
import type { IspPageProps } from '../../web/pages/isp.tsx';
import type { IspListPageProps } from '../../web/pages/isp-list.tsx';
import type { RegionPageProps } from '../../web/pages/region.tsx';
import type { RegionListPageProps } from '../../web/pages/region-list.tsx';
import type { ResultPageProps } from '../../web/pages/result.tsx';

/** What a page shows, apart from what every page knows of its request. */
type Content<Props extends { frame: unknown }> = Omit<Props, 'frame'>;

/** Why there is no result to show; the reasons of the API's problems. */
export type ResultAbsence = 'not-found' | 'result-deleted';

/** Everything that pages show, so that routes can be tested with plain data. Null: there is no such page. */
export interface PageSource {
  home(): Promise<Omit<Content<HomePageProps>, 'measureHosts'>>;
  isps(): Promise<Content<IspListPageProps>>;
  isp(slug: string): Promise<Content<IspPageProps> | null>;
  regions(): Promise<Content<RegionListPageProps>>;
  region(code: string): Promise<Content<RegionPageProps> | null>;
  result(id: string): Promise<Fallible<Content<ResultPageProps>, ResultAbsence>>;
}
