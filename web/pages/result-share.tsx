import type { UseFigures } from '../../measurement-agent/metrics/scores/use-scores.ts';
import { messagesIn } from '../messages/messages.ts';
import { type Frame, pathIn } from './frame.ts';
import { resultLine } from './result-line.ts';
import { SNIPPET_FORMATS, snippet } from './snippets.ts';

interface ShareProps {
  frame: Frame;
  id: string;
  figures: UseFigures;
}

/** Where a result's page and its picture are. */
export function resultAddresses({ lang, origin }: Frame, id: string): { address: string; image: string } {
  const address = `${origin}${pathIn(lang, `/r/${id}`)}`;
  return { address, image: `${address}/card.png` };
}

/** Text to paste elsewhere, selectable without a script; buttons that copy appear with one. */
export function ShareSection({ frame, id, figures }: ShareProps) {
  const { lang } = frame;
  const words = messagesIn(lang);
  const { resultPage: share, site } = words;
  const { address, image } = resultAddresses(frame, id);
  const shown = { address, image, text: `${resultLine(figures, words, lang)} – ${site.name}` };
  return (
    <section class="share" aria-labelledby="share">
      <h2 id="share">{share.heading}</h2>
      <p class="fine">
        {share.text} <a href={image}>{share.card}</a>
      </p>
      <p class="snippet">
        <label for="snippet-link">{share.link}</label>
        <input id="snippet-link" type="text" readonly value={address} />
        <CopyButton of="snippet-link" label={share.copy} />
      </p>
      <details class="snippets">
        <summary>{SNIPPET_FORMATS.map((format) => share.formats[format]).join(' / ')}</summary>
        {SNIPPET_FORMATS.map((format) => (
          <p class="snippet">
            <label for={`snippet-${format}`}>{share.formats[format]}</label>
            <textarea id={`snippet-${format}`} rows={3} readonly spellcheck={false}>
              {snippet(format, shown)}
            </textarea>
            <CopyButton of={`snippet-${format}`} label={share.copy} />
          </p>
        ))}
      </details>
      <p
        class="fine"
        role="status"
        data-slot="copy-status"
        data-copied={share.copied}
        data-not-copied={share.notCopied}
      />
    </section>
  );
}

function CopyButton({ of, label }: { of: string; label: string }) {
  return (
    <button class="button quiet" type="button" data-action="copy" data-of={of} hidden>
      {label}
    </button>
  );
}
