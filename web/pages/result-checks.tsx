import type { Check } from '../../measurement-agent/metrics/verification.ts';
import type { Lang } from '../format/language.ts';
import { messagesIn } from '../messages/messages.ts';

/** What the signatures of a result say, checked by the server as anybody can check it. */
export function ChecksSection({ checks, lang }: { checks: readonly Check[]; lang: Lang }) {
  const words = messagesIn(lang).resultPage.checks;
  const nameOf = (check: Check) =>
    'phase' in check
      ? words.of(words.names[check.check], words.phases[check.phase])
      : words.names[check.check];
  return (
    <section class="checks" aria-labelledby="checks">
      <h2 id="checks">{words.heading}</h2>
      <p class="fine">{words.text}</p>
      <table aria-labelledby="checks">
        <thead>
          <tr>
            <th scope="col">{words.what}</th>
            <th scope="col">{words.outcome}</th>
          </tr>
        </thead>
        <tbody>
          {checks.map((check) => (
            <tr>
              <th scope="row">{nameOf(check)}</th>
              <td class={check.fault === null ? undefined : 'strong'}>
                {check.fault === null ? words.holds : words.faults[check.fault]}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
