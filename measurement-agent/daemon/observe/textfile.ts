import { replaceFile } from '../replace-file.ts';

/**
 * Writes /metrics where node_exporter collects text files. A directory that is gone, or not ours, is told once and again when it was well
 * meanwhile: an agent measures on, whoever looks.
 */
export function textfileWriter(file: string, onFault: (sentence: string) => void): (text: string) => void {
  let told = false;
  return (text) => {
    try {
      replaceFile(file, text, 0o644);
      told = false;
    } catch (error) {
      if (!told) onFault(`${file} is not written: ${(error as Error).message}`);
      told = true;
    }
  };
}
