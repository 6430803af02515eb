import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { ChartPayload } from './chart-payload.ts';

interface ChartFigureProps {
  payload: ChartPayload;
  /** The drawing that needs no script: what print, a reader without JavaScript and a failed script are left with. */
  children: Child;
}

/** JSON that cannot end the element it stands in. */
function dataBlock(payload: ChartPayload): string {
  return JSON.stringify(payload).replaceAll('<', String.raw`\u003c`);
}

/**
 * A drawing together with its numbers, for a script to make it interactive. A data block is not run, so the content
 * security policy needs no exception for it.
 */
export function ChartFigure({ payload, children }: ChartFigureProps) {
  return (
    <figure class="chart" data-chart={payload.kind}>
      {children}
      <script type="application/json">{raw(dataBlock(payload))}</script>
    </figure>
  );
}
