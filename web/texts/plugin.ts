import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';
import { textOf } from './markdown.ts';

/** Where the texts of docs/pages lie among the built files. */
const FILE_NAME = 'assets/texts.json';

/** Renders every text of docs/pages into one file that the worker reads. */
export function texts(root: string): Plugin {
  return {
    name: 'jissoku-texts',
    generateBundle() {
      const files = globSync('docs/pages/*.md', { cwd: root }).toSorted();
      const rendered = files.map((file) => [
        path.basename(file, '.md'),
        textOf(readFileSync(path.join(root, file), 'utf8')),
      ]);
      this.emitFile({
        type: 'asset',
        fileName: FILE_NAME,
        source: JSON.stringify(Object.fromEntries(rendered)),
      });
    },
  };
}
