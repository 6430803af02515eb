import { DEFAULT_PERIOD } from '../../../measurement-agent/protocol/quality.ts';
import type { CellContent } from './content.ts';

/** What belongs to the address of a cell's page besides its path: the period, where it is not the usual one. */
export function cellQuery({ period }: Pick<CellContent, 'period'>): string {
  return period === DEFAULT_PERIOD ? '' : `?period=${period}`;
}
