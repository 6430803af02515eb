import { styleText } from 'node:util';
import { type AddedDelayGrade, addedDelayGrade, addedDelayMs } from '../../metrics/added-delay.ts';
import type { Load, Loss } from '../../protocol/result.ts';
import { VERDICT_TEXTS } from '../../protocol/verdict-texts.ts';
import type { VerdictReason } from '../../protocol/vocabulary.ts';
import type { Printed } from '../run-test.ts';
import { connectionText } from './connection.ts';
import { bytesText, delayText, rateText, ratioText } from './figures.ts';

const WORDS: Record<AddedDelayGrade, string> = {
  none: 'hardly any',
  little: 'little',
  noticeable: 'noticeable',
  large: 'a lot',
  'very-large': 'very much',
};

/** Colour and weight only where the stream shows them; NO_COLOR is honoured by styleText. */
type Style = (text: string) => string;

function loadLine(name: string, load: Load | null, missing: string | undefined, bold: Style): string {
  if (load === null) return `${name}  ${missing ?? 'not measured'}`;
  const { workingRttMs } = load;
  const under = workingRttMs === null ? '' : `   ${delayText(workingRttMs.p50)} under load`;
  return `${name}  ${bold(rateText(load.goodputBps))}${under}`;
}

function lossLine(loss: Loss | null, missing: string | undefined, bold: Style): string {
  if (loss === null) return `Loss      ${missing ?? 'not measured'}`;
  const { lossRatio, lost, sent, working } = loss;
  const under = working ? `   ${ratioText(working.lossRatio)} under load` : '';
  return `Loss      ${bold(ratioText(lossRatio))}   (${lost} of ${sent}, up and down)${under}`;
}

function responsivenessLines(document: Printed['document'], bold: Style): string[] {
  const { idle, download, upload, responsiveness, bidirectional } = document;
  const workingMs = [download, upload].flatMap((load) => load?.workingRttMs?.p50 ?? []);
  const addedMs = addedDelayMs(
    idle?.rttMs.p50 ?? null,
    workingMs.length === 0 ? null : Math.max(...workingMs),
  );
  const added =
    addedMs === null ? '' : `   (${delayText(addedMs)} added when busy: ${WORDS[addedDelayGrade(addedMs)]})`;
  const lines: string[] = [];
  if (responsiveness !== null)
    lines.push(
      `Response  ${bold(`${Math.round(responsiveness.rpm)} RPM`)}, ${responsiveness.confidence} confidence${added}`,
    );
  else if (addedMs !== null)
    lines.push(`Response  ${document.missing.responsiveness ?? 'not measured'}${added}`);
  if (bidirectional)
    lines.push(
      `Both      ${bold(rateText(bidirectional.download.goodputBps))} down, ${bold(rateText(bidirectional.upload.goodputBps))} up${
        bidirectional.responsiveness === null ? '' : `   ${Math.round(bidirectional.responsiveness.rpm)} RPM`
      }`,
    );
  return lines;
}

const INDENT = ' '.repeat(10);

/** What was noticed, what it means and what to do next. */
function reasonLines(code: VerdictReason, bold: Style): string[] {
  const { title, meaning, next } = VERDICT_TEXTS[code];
  return [bold(title), meaning, `Next: ${next}`].map((line) => INDENT + line);
}

/** A result for a person at a terminal, several lines without a newline at the end. */
export function humanText({ document, url }: Printed, stream: NodeJS.WriteStream): string {
  const bold: Style = (text) => styleText('bold', text, { stream });
  const { idle, missing, verdict, bytes, durationMs } = document;
  const excluding = verdict.reasons.filter(({ excludes }) => excludes).map(({ code }) => code);
  const lines = [
    `Idle      ${idle === null ? (missing.idle ?? 'not measured') : `${bold(delayText(idle.rttMs.p50))}   (95% within ${delayText(idle.rttMs.p95)})`}`,
    lossLine(document.loss, missing.loss, bold),
    loadLine('Download', document.download, missing.download, bold),
    loadLine('Upload  ', document.upload, missing.upload, bold),
    ...responsivenessLines(document, bold),
    `Cost      ${bytesText(bytes.download + bytes.upload)} in ${(durationMs / 1000).toFixed(1)} s`,
    verdict.valid ? 'Valid     yes' : `Valid     no: ${excluding.join(', ')}`,
    ...verdict.reasons.flatMap(({ code }) => reasonLines(code, bold)),
  ];
  const connection = connectionText(document);
  if (connection !== null) lines.push(`Method    ${connection}`);
  if (url !== null) lines.push(`Result    ${url}`);
  return lines.join('\n');
}
