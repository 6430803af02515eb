/** `npm run report -- URL --pdf FILE`: a page of a report as a PDF on A4, as Chromium prints it. */
import { accessSync, constants } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { chromium } from 'playwright-core';
import { err, type Fallible, ok } from '../../measurement-agent/protocol/fallible.ts';

/** Exit codes, as scripts may rely on them. */
const EXIT = { done: 0, failed: 1, usage: 2, noBrowser: 3, noReport: 4 } as const;

interface Fault {
  exitCode: number;
  sentence: string;
}

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const LOADED_WITHIN_MS = 30_000;

function webAddress(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new InvalidArgumentError('It must be the address of a report, as http://127.0.0.1:8787/ja/report.');
  return text;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where a Chromium is: what CHROMIUM names, else the first on PATH. */
export function findChromium(env: Readonly<Record<string, string | undefined>>): string | null {
  if (env.CHROMIUM) return isExecutable(env.CHROMIUM) ? env.CHROMIUM : null;
  const places = (env.PATH ?? '').split(path.delimiter).filter((place) => place !== '');
  const files = BROWSERS.flatMap((name) => places.map((place) => path.join(place, name)));
  return files.find(isExecutable) ?? null;
}

/** Prints a page; refuses what is no report, so that nobody files an error page. */
async function print(url: string, executablePath: string): Promise<Fallible<Uint8Array, Fault>> {
  const browser = await chromium.launch({
    executablePath,
    // A container's root has no sandbox; the page is one of ours and has no script.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  try {
    const page = await browser.newPage({ javaScriptEnabled: false });
    const answer = await page.goto(url, { timeout: LOADED_WITHIN_MS });
    if (answer === null || !answer.ok())
      return err({
        exitCode: EXIT.noReport,
        sentence: `${url} answered ${answer?.status() ?? 'nothing'}: there is no such report.`,
      });
    if ((await page.locator('article.report').count()) === 0)
      return err({ exitCode: EXIT.noReport, sentence: `${url} is no page of a report.` });
    const title = await page.title();
    return ok(
      await page.pdf({
        format: 'A4',
        preferCSSPageSize: true,
        printBackground: true,
        tagged: true,
        outline: true,
        displayHeaderFooter: true,
        headerTemplate: '<span></span>',
        footerTemplate: `<div style="font: 8px sans-serif; width: 100%; padding: 0 15mm; display: flex; justify-content: space-between"><span>${escaped(title)}</span><span><span class="pageNumber"></span> / <span class="totalPages"></span></span></div>`,
      }),
    );
  } finally {
    await browser.close();
  }
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

async function run(url: string, file: string): Promise<Fallible<string, Fault>> {
  const executablePath = findChromium(process.env);
  if (executablePath === null)
    return err({
      exitCode: EXIT.noBrowser,
      sentence: process.env.CHROMIUM
        ? `CHROMIUM names ${process.env.CHROMIUM}, which cannot be run.`
        : 'No Chromium on PATH: install one (apt install chromium) or name it in CHROMIUM.',
    });
  const printed = await print(url, executablePath);
  if (!printed.ok) return printed;
  await writeFile(file, printed.value);
  return ok(`${file}: ${Math.ceil(printed.value.length / 1000)} kB`);
}

async function main(): Promise<number> {
  const command = new Command('npm run report --')
    .description('Makes a PDF of a report, A4, with the Chromium on PATH.')
    .argument('<url>', 'page of a report', webAddress)
    .requiredOption('--pdf <file>', 'file to write')
    .exitOverride();
  try {
    command.parse(process.argv);
  } catch (fault) {
    return fault instanceof CommanderError && fault.exitCode === 0 ? EXIT.done : EXIT.usage;
  }
  try {
    const made = await run(command.args[0] ?? '', command.opts<{ pdf: string }>().pdf);
    if (made.ok) console.log(made.value);
    else console.error(made.error.sentence);
    return made.ok ? EXIT.done : made.error.exitCode;
  } catch (fault) {
    console.error(fault instanceof Error ? (fault.message.split('\n')[0] ?? '') : String(fault));
    return EXIT.failed;
  }
}

if (import.meta.main) process.exitCode = await main();
