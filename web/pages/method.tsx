import { METHOD_VERSION } from '../../measurement-agent/protocol/spec.ts';
import { formatCount } from '../format/count.ts';
import { formatRoundDelay } from '../format/delay.ts';
import { figureText } from '../format/figure.ts';
import { formatRoundRate } from '../format/rate.ts';
import { messagesIn } from '../messages/messages.ts';
import type { Frame } from './frame.ts';
import { Layout } from './layout.tsx';
import { USE_CONDITIONS, USES } from './suitability.ts';

export interface MethodPageProps {
  frame: Frame;
}

/** What the figures mean, for readers rather than implementers. */
export function MethodPage({ frame }: MethodPageProps) {
  const { lang } = frame;
  const { method, figures, suitability } = messagesIn(lang);
  const rate = (bps: number | null) =>
    bps === null ? method.anyValue : method.atLeast(figureText(formatRoundRate(bps, lang)));
  const delay = (ms: number | null) =>
    ms === null ? method.anyValue : method.atMost(figureText(formatRoundDelay(ms, lang)));
  return (
    <Layout frame={frame} title={method.title} description={method.intro} section={null}>
      <p class="eyebrow">{figures.methodVersion(formatCount(METHOD_VERSION, lang))}</p>
      <h1>{method.heading}</h1>
      <p class="lede">{method.intro}</p>
      {method.sections.map(({ heading, text }) => (
        <section class="prose">
          <h2>{heading}</h2>
          <p>{text}</p>
        </section>
      ))}
      <table class="numbers">
        <thead>
          <tr>
            <th scope="col">{method.use}</th>
            <th scope="col">{method.down}</th>
            <th scope="col">{method.up}</th>
            <th scope="col">{method.idle}</th>
            <th scope="col">{method.working}</th>
          </tr>
        </thead>
        <tbody>
          {USES.map((use) => {
            const wanted = USE_CONDITIONS[use];
            return (
              <tr>
                <th scope="row">{suitability.uses[use]}</th>
                <td>{rate(wanted.downloadBps)}</td>
                <td>{rate(wanted.uploadBps)}</td>
                <td>{delay(wanted.idleRttMs)}</td>
                <td>{delay(wanted.workingRttMs)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Layout>
  );
}
