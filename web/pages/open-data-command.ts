import type { OpenDataManifest } from '../../measurement-agent/protocol/open-data.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';

/**
 * Shell commands that fetch a month's rows and compute a median from them; a test runs them as they are printed. Files are
 * fetched first: DuckDB itself reads over HTTP only with an extension.
 */
export function openDataCommand({ month, edition, synthetic }: OpenDataManifest, origin: string): string {
  const files = `jissoku-${synthetic ? 'synthetic-' : ''}${month}-e${edition}-rows-*.parquet`;
  return `curl -s ${origin}${API_PATHS.openData}/${month}/rows.txt | xargs -n 1 curl -sO
duckdb -c "
SELECT isp, count(*) AS lines, median(downloadBps) AS p50 FROM '${files}'
WHERE cohort = 'crowd-browser' AND isp IS NOT NULL AND downloadBps IS NOT NULL
GROUP BY isp HAVING count(*) >= 30 ORDER BY isp"`;
}
