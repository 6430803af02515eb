import { messagesIn } from '../messages/messages.ts';
import { type Frame, pathIn } from './frame.ts';
import { resultAddresses } from './result-share.tsx';

/** What makes a printed result a record: where it is, and how anybody checks it. */
export function RecordSection({ frame, id }: { frame: Frame; id: string }) {
  const { lang, origin } = frame;
  const { resultPage: share, site } = messagesIn(lang);
  const { record, remove } = share;
  const { address } = resultAddresses(frame, id);
  return (
    <>
      <section class="record" aria-labelledby="record">
        <h2 id="record">{record.heading}</h2>
        <p class="fine">{record.text}</p>
        <dl class="facts">
          <div>
            <dt>{record.address}</dt>
            <dd class="address">{address}</dd>
          </div>
          <div>
            <dt>{record.verify}</dt>
            <dd>
              <code>npx jissoku verify {address}</code>
              <br />
              <span class="fine">{record.verifyText}</span>
            </dd>
          </div>
          <div>
            <dt>{record.method}</dt>
            <dd>
              <a href={pathIn(lang, '/method')}>{site.footer.method}</a>
              <span class="print-only"> {`${origin}${pathIn(lang, '/method')}`}</span>
            </dd>
          </div>
        </dl>
        <p class="actions">
          <button class="button quiet" type="button" data-action="print" hidden>
            {record.print}
          </button>
        </p>
      </section>
      <section
        class="removal"
        data-slot="removal"
        data-id={id}
        data-question={remove.question}
        aria-labelledby="removal"
      >
        <h2 id="removal">{remove.heading}</h2>
        <p class="fine" data-slot="removal-other">
          {remove.other}
        </p>
        <div data-slot="removal-own" hidden>
          <p class="fine">{remove.text}</p>
          <p class="actions">
            <button class="button quiet" type="button" data-action="delete-result">
              {remove.button}
            </button>
          </p>
        </div>
        <p role="status" data-slot="removal-status" data-done={remove.done} data-failed={remove.failed} />
      </section>
    </>
  );
}
