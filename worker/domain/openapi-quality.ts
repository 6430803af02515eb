import type * as z from 'zod/mini';
import {
  changeQuerySchema,
  compareQuerySchema,
  divergenceQuerySchema,
  hoursQuerySchema,
  qualityQuerySchema,
  rankQuerySchema,
  sketchQuerySchema,
  trendQuerySchema,
} from '../../measurement-agent/protocol/quality.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';

/** A question about statistics: its address, what it tells, its query and the name of its answer's schema. */
export interface QualityRoute {
  path: string;
  operationId: string;
  summary: string;
  description: string;
  query: z.ZodMiniObject;
  answer: 'Quality' | 'Hours' | 'Trend' | 'Sketch' | 'Ranking' | 'Comparison' | 'Divergence' | 'Change';
}

export const QUALITY_ROUTES: readonly QualityRoute[] = [
  {
    path: API_PATHS.quality,
    operationId: 'getQuality',
    summary: 'Figures of ISPs, regions and other cells',
    description:
      'A cell for each value of the dimensions in `groupBy`, within the filters: `region=JP&groupBy=subdivision` has the prefectures of Japan. Medians and other quantiles over lines with 95% intervals; counts to the next ten. docs/statistics.md.',
    query: qualityQuerySchema,
    answer: 'Quality',
  },
  {
    path: `${API_PATHS.quality}/rank`,
    operationId: 'getRanking',
    summary: 'ISPs by median, with the ranks that the data leave open',
    description: 'Pairs are told apart at 5% for the whole ranking (Holm 1979); the others tie.',
    query: rankQuerySchema,
    answer: 'Ranking',
  },
  {
    path: `${API_PATHS.quality}/compare`,
    operationId: 'getComparison',
    summary: 'Two ISPs over the same regions, tiers and hours',
    description: 'The stratified difference of medians, and how much of both ISPs it covers.',
    query: compareQuerySchema,
    answer: 'Comparison',
  },
  {
    path: `${API_PATHS.quality}/divergence`,
    operationId: 'getDivergence',
    summary: 'What an ISP’s own agents measure beside what the crowd does',
    description:
      'The stratified difference of medians of cohorts `isp-agent` and `crowd-browser` on the same ISP; a reason where either has too few lines.',
    query: divergenceQuerySchema,
    answer: 'Divergence',
  },
  {
    path: `${API_PATHS.quality}/change`,
    operationId: 'getChange',
    summary: 'What changed between two months, and what is only another mix of lines',
    description: 'The counterfactual: the later month with the earlier one’s regions and tiers.',
    query: changeQuerySchema,
    answer: 'Change',
  },
  {
    path: `${API_PATHS.quality}/hours`,
    operationId: 'getHours',
    summary: 'The median in every hour of the week',
    description: 'In the region’s own time, with daylight saving time.',
    query: hoursQuerySchema,
    answer: 'Hours',
  },
  {
    path: `${API_PATHS.quality}/trend`,
    operationId: 'getTrend',
    summary: 'The median month by month, or day by day',
    description: 'With the slope of the periods that have ended.',
    query: trendQuerySchema,
    answer: 'Trend',
  },
  {
    path: `${API_PATHS.quality}/sketch`,
    operationId: 'getSketch',
    summary: 'How a figure is distributed over lines, to compute with',
    description:
      'A DDSketch in bins of 2%, counts in tens; sketches of cells that part lines may be added up.',
    query: sketchQuerySchema,
    answer: 'Sketch',
  },
];
