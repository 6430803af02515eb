import { renameSync, writeFileSync } from 'node:fs';

/** Puts a file in the place of another: who reads sees the old one or the new one, never half of one. */
export function replaceFile(file: string, text: string, mode = 0o600): void {
  const draft = `${file}.${process.pid}.new`;
  writeFileSync(draft, text, { mode, flush: true });
  renameSync(draft, file);
}
