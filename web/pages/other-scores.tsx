import { AIM_USES, aimScores } from '../../measurement-agent/metrics/scores/aim.ts';
import { IQB_USES, iqbScore } from '../../measurement-agent/metrics/scores/iqb.ts';
import type { ResultDocument } from '../../measurement-agent/protocol/result.ts';
import { formatCount, formatSharePercent } from '../format/count.ts';
import type { Lang } from '../format/language.ts';
import { formatList } from '../format/list.ts';
import { messagesIn } from '../messages/messages.ts';

/** IQB and AIM of a result, with what they lack. */
export function OtherScores({ document, lang }: { document: ResultDocument; lang: Lang }) {
  const words = messagesIn(lang).resultPage.scores;
  const { idle, download, upload, loss } = document;
  const shared = {
    downloadBps: download?.goodputBps ?? null,
    idleRttMs: idle?.rttMs.p50 ?? null,
    lossRatio: loss?.lossRatio ?? null,
  };
  const iqb = iqbScore({ ...shared, uploadBps: upload?.goodputBps ?? null });
  const aim = aimScores({
    ...shared,
    workingRttDownloadMs: download?.workingRttMs?.p50 ?? null,
    workingRttUploadMs: upload?.workingRttMs?.p50 ?? null,
    ipdvMs: idle?.ipdvMeanAbsMs ?? null,
  });
  const missing = [...new Set([...(iqb?.missing ?? []), ...aim.missing])];
  const percent = (share: number) => formatSharePercent(share, lang);
  const rows = [
    ...(iqb === null
      ? []
      : [
          { method: words.iqb, use: words.iqbTotal, value: percent(iqb.score) },
          ...IQB_USES.map((use) => ({
            method: words.iqb,
            use: words.iqbUses[use],
            value: percent(iqb.uses[use]),
          })),
        ]),
    ...AIM_USES.map((use) => {
      const score = aim.uses[use];
      const value =
        score === null
          ? words.none
          : words.aimValue(formatCount(score.points, lang), words.aimClasses[score.class]);
      return { method: words.aim, use: words.aimUses[use], value };
    }),
  ];
  return (
    <section class="other-scores" aria-labelledby="scores">
      <h2 id="scores">{words.heading}</h2>
      <p class="fine">{words.text}</p>
      <table class="numbers" aria-labelledby="scores">
        <thead>
          <tr>
            <th scope="col">{words.score}</th>
            <th scope="col">{words.use}</th>
            <th scope="col">{words.value}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ method, use, value }) => (
            <tr>
              <th scope="row">{method}</th>
              <td>{use}</td>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {missing.length > 0 && (
        <p class="fine">
          {words.missing(
            formatList(
              missing.map((figure) => words.figures[figure]),
              lang,
            ),
          )}
          {missing.includes('lossRatio') && ` ${words.lossless}`}
        </p>
      )}
    </section>
  );
}
