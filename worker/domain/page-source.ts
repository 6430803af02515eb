import type { Fallible } from '../../measurement-agent/protocol/fallible.ts';
import type { Metric, ProfileName } from '../../measurement-agent/protocol/statistics.ts';
import type { CompareAsked, ComparePageProps } from '../../web/pages/compare.tsx';
import type { HomePageProps } from '../../web/pages/home.tsx';
import type { IspPageProps } from '../../web/pages/isp.tsx';
import type { IspInRegionPageProps } from '../../web/pages/isp-in-region.tsx';
import type { IspListPageProps } from '../../web/pages/isp-list.tsx';
import type { MapAsked, MapPageProps } from '../../web/pages/map.tsx';
import type { OpenDataPageProps } from '../../web/pages/open-data.tsx';
import type { RankingAsked, RankingPageProps } from '../../web/pages/ranking.tsx';
import type { RegionPageProps } from '../../web/pages/region.tsx';
import type { RegionListPageProps } from '../../web/pages/region-list.tsx';
import type { ReportContent, ReportNotKept } from '../../web/pages/report/content.ts';
import type { ResultPageProps } from '../../web/pages/result.tsx';
import type { Refusal } from './refusal.ts';

/** What a page shows, apart from what every page knows of its request. */
type Content<Props extends { frame: unknown }> = Omit<Props, 'frame'>;

/** Why there is no result to show; the reasons of the API's problems. */
export type ResultAbsence = 'not-found' | 'result-deleted';

/** Why there are no figures to show: no such ISP or region, or no such period of it. */
export type CellAbsence = 'not-found' | 'not-kept';

/** What a report is asked for; an edition is of its month. */
export interface ReportAsked {
  edition?: string | undefined;
  period?: string | undefined;
  region?: string | undefined;
  profile?: ProfileName | undefined;
  metrics?: Metric[] | undefined;
}

/** Everything that pages show, so that routes can be tested with plain data. */
export interface PageSource {
  home(): Promise<Omit<Content<HomePageProps>, 'measureHosts' | 'operator'>>;
  isps(): Promise<Content<IspListPageProps>>;
  isp(slug: string, period: string): Promise<Fallible<Content<IspPageProps>, CellAbsence>>;
  ispInRegion(asked: {
    isp: string;
    region: string;
    period: string;
  }): Promise<Fallible<Content<IspInRegionPageProps>, CellAbsence>>;
  regions(): Promise<Content<RegionListPageProps>>;
  region(code: string, period: string): Promise<Fallible<Content<RegionPageProps>, CellAbsence>>;
  /** What is not kept is part of the answer, as another choice is at hand. */
  report(asked: ReportAsked): Promise<Fallible<ReportContent | ReportNotKept, Refusal['reason']>>;
  openData(origin: string): Promise<Content<OpenDataPageProps>>;
  /** Not found: no such region. What is not kept is part of the answer, as another choice is at hand. */
  ranking(asked: RankingAsked): Promise<Fallible<Content<RankingPageProps>, 'not-found'>>;
  compare(asked: CompareAsked): Promise<Fallible<Content<ComparePageProps>, 'not-found'>>;
  map(asked: MapAsked): Promise<Content<MapPageProps>>;
  result(id: string): Promise<Fallible<Content<ResultPageProps>, ResultAbsence>>;
}
