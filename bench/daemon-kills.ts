/**
 * Kills the packed daemon and the server at random points while results are spooled and delivered: is each at the server once, and
 * the spool sound? 1 when not.
 *
 *   npm run bench:daemon-kills -- [--daemon 200] [--server 100] [--results 2000] [--seed 1]
 */
import { parseArgs } from 'node:util';
import { daemonKills } from './daemon-kills/daemon-kills.ts';

const { values } = parseArgs({
  options: {
    daemon: { type: 'string', default: '200' },
    server: { type: 'string', default: '100' },
    results: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
  },
});

const report = await daemonKills({
  daemonKills: Number(values.daemon),
  serverKills: Number(values.server),
  results: Number(values.results),
  seed: Number(values.seed),
  onKill: ({ of, number, queued, sent }) =>
    console.log(`${of} killed (${number}): ${queued} wait, ${sent} sent`),
});
console.log(`
| | |
| --- | --- |
| kills of the daemon with its tests | ${report.daemonKills} |
| kills of the server | ${report.serverKills} |
| results spooled | ${report.spooled}, of which measured meanwhile ${report.measured} |
| lost | ${report.lost.length} |
| doubled | ${report.doubled.length} |
| refused | ${report.refused} |
| documents that cannot be read | ${report.unreadable.length} |
| findings of SQLite's integrity check | ${report.corrupt.length} |

Processes were killed; the kernel went on. What a disk loses when its power goes is not tried here.`);
const wrong = [report.lost, report.doubled, report.unreadable, report.corrupt];
process.exitCode = wrong.some(({ length }) => length > 0) || report.refused > 0 ? 1 : 0;
