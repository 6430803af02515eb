import type { Load, Submission } from '../../protocol/result.ts';
import type { VerdictReason } from '../../protocol/vocabulary.ts';
import { FULL_WINDOW_MS } from '../rate-window.ts';

/**
 * Whether the bytes that the person allowed ended a direction before its rate was known well: below 1.2 s an interval rests on so little that the
 * figure may not stand beside others.
 */
export function byteLimit({
  maxBytes,
  download,
  upload,
  missing,
}: Pick<Submission, 'maxBytes' | 'download' | 'upload' | 'missing'>): VerdictReason[] {
  if (maxBytes === undefined) return [];
  const cutShort = (load: Load | null, reason: string | undefined) =>
    load === null
      ? reason === 'too-few-samples'
      : load.endedBy === 'bytes' && load.durationMs < FULL_WINDOW_MS;
  return cutShort(download, missing.download) || cutShort(upload, missing.upload) ? ['byte-limited'] : [];
}
