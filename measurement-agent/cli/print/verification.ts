import type { Check } from '../../metrics/verification.ts';
import type { Verified } from '../verify.ts';

const FAULTS = {
  missing: 'there is none',
  malformed: 'it is not a signature of this service',
  'wrong-type': 'it is a signature of something else',
  'unknown-key': 'its key is not one of this server',
  forged: 'what was signed is not what stands here',
  foreign: 'it is of another session',
  repeated: 'there is another one of this phase',
  'contradicts-receipt': 'the result and the signed summary contradict each other',
} as const satisfies Record<NonNullable<Check['fault']>, string>;

function nameOf(check: Check): string {
  switch (check.check) {
    case 'result-signature':
      return 'Signature of the result';
    case 'receipt':
      return `Receipt, ${check.phase}`;
    case 'summary':
      return `Summary, ${check.phase}`;
    case 'bytes':
      return `Bytes, ${check.phase}`;
    case 'rate':
      return `Rate, ${check.phase}`;
  }
}

/** A line for each thing that was looked at, and what that makes of the result. */
export function verificationText({ id, valid, checks }: Verified): string {
  const width = Math.max(...checks.map((check) => nameOf(check).length));
  return [
    `Result ${id}`,
    ...checks.map(
      (check) =>
        `  ${nameOf(check).padEnd(width)}  ${check.fault === null ? 'ok' : `FAILS: ${FAULTS[check.fault]} (${check.fault})`}`,
    ),
    valid ? 'As the server signed it.' : 'Not as the server signed it.',
    '',
  ].join('\n');
}
