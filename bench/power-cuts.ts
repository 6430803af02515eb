/**
 * Kills every process of a server at random points while clients submit at full speed, and starts it again on the same data:
 * is every result that was answered there, once? 1 when not.
 *
 *   npm run bench:power-cuts -- [--cuts 100] [--clients 20] [--seed 1]
 */
import { parseArgs } from 'node:util';
import { median } from './line-truth.ts';
import { powerCuts } from './power-cuts/power-cuts.ts';

const { values } = parseArgs({
  options: {
    cuts: { type: 'string', default: '100' },
    clients: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
  },
});

const report = await powerCuts({
  cuts: Number(values.cuts),
  clients: Number(values.clients),
  seed: Number(values.seed),
  onCut: ({ number, duringStart, answered, inDoubt, halfWritten }) =>
    console.log(
      duringStart
        ? `cut ${number}: while it started`
        : `cut ${number}: ${answered} answered, ${inDoubt} in doubt, ${halfWritten} with a document and no row yet`,
    ),
});
const wrong = [report.lost, report.duplicates, report.changed, report.halfWritten, report.unreadable];
console.log(`
| what | count |
| --- | --- |
| cuts (while it started) | ${report.cuts} (${report.duringStart}) |
| results answered | ${report.answered} |
| of these in doubt at a cut, and sent again | ${report.inDoubt} |
| found once as row and as document | ${report.answered - report.lost.length - report.duplicates.length} |
| lost | ${report.lost.length} |
| duplicates | ${report.duplicates.length} |
| sent again and answered otherwise | ${report.changed.length} |
| half-written at a cut, before it was sent again | ${report.halfWrittenAtCuts} |
| half-written at the end | ${report.halfWritten.length} |
| documents that cannot be read | ${report.unreadable.length} |
| start-up, median | ${((median(report.startUpMs) ?? Number.NaN) / 1000).toFixed(2)} s |

Processes were killed; the kernel went on. What a disk loses when its power goes is not tried here.`);
process.exitCode = wrong.some(({ length }) => length > 0) ? 1 : 0;
