/**
 * `npm run -s profile:fcc -- curr_httpgetmt.csv units.csv`: the FCC's order of operations on raw data of Measuring Broadband
 * America, in its own columns. `units.csv` has unit_id, isp, technology, download_mbps, utc_offset_h.
 */
import { readFileSync } from 'node:fs';
import { type FccRow, type FccUnit, fccCells } from '../domain/profiles/fcc-raw.ts';
import { assumedOf } from '../domain/profiles/method-profile.ts';
import { profileNamed } from '../domain/profiles/profiles.ts';

/** Neither file has quotes in it. */
function recordsOf<Row>(file: string): Row[] {
  const [head = '', ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/);
  const names = head.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ''])) as Row;
  });
}

const [rows, units] = process.argv.slice(2);
if (rows === undefined || units === undefined) {
  console.error('Give two files: curr_httpgetmt.csv units.csv');
  process.exitCode = 1;
} else {
  const profile = profileNamed('fcc-mba');
  const about = { profile: profile.name, version: profile.version, assumed: assumedOf(profile) };
  console.log(
    JSON.stringify(
      { ...about, cells: fccCells(profile, recordsOf<FccRow>(rows), recordsOf<FccUnit>(units)) },
      null,
      2,
    ),
  );
}
