import type { ConnectionGuess, ResultDocument } from '../../measurement-agent/protocol/result.ts';
import { CONNECTION_METHODS } from '../../measurement-agent/protocol/vocabulary.ts';
import type { Lang } from '../format/language.ts';
import { messagesIn } from '../messages/messages.ts';

interface QuestionProps {
  guess: ConnectionGuess;
  lang: Lang;
}

/** Hidden until the island finds that this browser may answer. */
function Question({ guess, lang }: QuestionProps) {
  const { connection, declared } = messagesIn(lang);
  const others = CONNECTION_METHODS.filter((method) => method !== guess.connectionMethod);
  return (
    <>
      <div data-slot="connection-question" hidden>
        <p id="connection-question">{connection.question}</p>
        <p class="actions" role="group" aria-labelledby="connection-question">
          <button type="button" class="quiet" data-action="connection-yes">
            {connection.yes}
          </button>
          <button
            type="button"
            class="quiet"
            data-action="connection-other"
            aria-expanded="false"
            aria-controls="connection-others"
          >
            {connection.other}
          </button>
          <button type="button" class="quiet" data-action="connection-unknown">
            {connection.unknown}
          </button>
        </p>
        <form id="connection-others" hidden>
          <p class="field">
            <label for="connection-other">{connection.which}</label>
            <select id="connection-other" autocomplete="off">
              {others.map((method) => (
                <option value={method}>{declared.connectionMethod[method]}</option>
              ))}
            </select>
          </p>
          <p class="actions">
            <button type="submit" class="quiet">
              {connection.send}
            </button>
          </p>
        </form>
      </div>
      <p
        role="status"
        data-slot="connection-status"
        data-left={connection.left}
        data-failed={connection.failed}
      />
    </>
  );
}

/** There is a guess that the person has not said anything to. */
export function isUnconfirmed({ connectionGuess, declared }: ResultDocument): boolean {
  return Boolean(connectionGuess) && declared.connectionMethod === null;
}

interface ConnectionGuessProps {
  document: ResultDocument;
  guess: ConnectionGuess;
  lang: Lang;
}

/** How the line is probably connected, why, and what the person says to it. Complete without JavaScript. */
export function ConnectionGuessSection({ document, guess, lang }: ConnectionGuessProps) {
  const { connection, declared } = messagesIn(lang);
  const said = document.declared.connectionMethod;
  return (
    <section
      id="connection"
      class="guess"
      aria-labelledby="connection-title"
      data-result={document.measurementId}
      data-guess={guess.connectionMethod}
    >
      <h2 id="connection-title">{connection.heading}</h2>
      <p>
        <strong>{connection.guess(declared.connectionMethod[guess.connectionMethod])}</strong>{' '}
        {connection.confidence[guess.confidence]}
      </p>
      <ul>
        {guess.reasons.map((reason) => (
          <li>{connection.reasons[reason]}</li>
        ))}
      </ul>
      {said === null ? (
        <>
          <p class="fine">{connection.unconfirmed}</p>
          <Question guess={guess} lang={lang} />
        </>
      ) : (
        <p>
          {said === guess.connectionMethod
            ? connection.confirmed
            : connection.denied(declared.connectionMethod[said])}
        </p>
      )}
    </section>
  );
}
