import { useFiguresOf } from '../../measurement-agent/metrics/scores/measured-figures.ts';
import type { ResultDocument } from '../../measurement-agent/protocol/result.ts';
import { formatDelay } from '../format/delay.ts';
import { figureText } from '../format/figure.ts';
import type { Lang } from '../format/language.ts';
import { formatRate } from '../format/rate.ts';
import { messagesIn } from '../messages/messages.ts';
import { pathIn } from './frame.ts';

/** The result beside those of the same run over the other IP version. */
export function Siblings({ documents, lang }: { documents: readonly ResultDocument[]; lang: Lang }) {
  const { siblings, metrics } = messagesIn(lang);
  const rate = (bps: number | null) => (bps === null ? siblings.none : figureText(formatRate(bps, lang)));
  const delay = (ms: number | null) => (ms === null ? siblings.none : figureText(formatDelay(ms, lang)));
  const lines = documents.map((document) => ({ document, figures: useFiguresOf(document) }));
  const rows = [
    {
      label: metrics.figures.downloadBps.label,
      of: (at: (typeof lines)[number]) => rate(at.figures.downloadBps),
    },
    {
      label: metrics.figures.uploadBps.label,
      of: (at: (typeof lines)[number]) => rate(at.figures.uploadBps),
    },
    {
      label: metrics.figures.idleRttMs.label,
      of: (at: (typeof lines)[number]) => delay(at.figures.idleRttMs),
    },
    { label: siblings.working, of: (at: (typeof lines)[number]) => delay(at.figures.workingRttMs) },
  ];
  return (
    <section>
      <h2 id="siblings">{siblings.heading}</h2>
      <div class="scroll" tabindex={0} role="region" aria-labelledby="siblings">
        <table class="numbers">
          <thead>
            <tr>
              <th scope="col">{siblings.figure}</th>
              {lines.map(({ document }) => (
                <th scope="col">
                  <a href={pathIn(lang, `/r/${document.measurementId}`)}>
                    {document.network.ipVersion === null
                      ? siblings.unknown
                      : `IPv${document.network.ipVersion}`}
                  </a>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ label, of }) => (
              <tr>
                <th scope="row">{label}</th>
                {lines.map((line) => (
                  <td>{of(line)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
