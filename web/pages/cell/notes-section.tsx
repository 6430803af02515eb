import type { Lang } from '../../format/language.ts';
import { formatDay } from '../../format/period.ts';
import { messagesIn } from '../../messages/messages.ts';
import type { CellContent } from './content.ts';

interface NotesSectionProps {
  lang: Lang;
  content: CellContent;
  /** Whether figures are of an ISP, which has the right to reply. */
  ofIsp: boolean;
}

/** Corrections of ours and replies of ISPs, each with its day. */
export function NotesSection({ lang, content: { notes }, ofIsp }: NotesSectionProps) {
  const words = messagesIn(lang).cells.notes;
  if (notes.length === 0 && !ofIsp) return null;
  return (
    <section class="figure-section" aria-labelledby="notes">
      <h2 id="notes">{words.heading}</h2>
      {notes.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        <ul class="notes">
          {notes.map(({ kind, writtenOn, text }) => (
            <li>
              <p class="fine">
                <time datetime={writtenOn}>{formatDay(writtenOn, lang)}</time> · {words.kinds[kind]}
              </p>
              <p>{text[lang]}</p>
            </li>
          ))}
        </ul>
      )}
      {ofIsp && <p class="fine">{words.right}</p>}
    </section>
  );
}
