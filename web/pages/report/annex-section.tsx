import type { Lang } from '../../format/language.ts';
import { messagesIn } from '../../messages/messages.ts';
import { figureName } from '../cell/figure-names.ts';
import { profileText } from '../cell/profile-text.ts';
import { pathIn } from '../frame.ts';
import type { ReportContent } from './content.ts';

/** How the figures came to be, so that a printed report explains itself, and how to name it. */
export function AnnexSection({ lang, content, url }: { lang: Lang; content: ReportContent; url: string }) {
  const { report: words } = messagesIn(lang);
  const { annex, cite, range } = words;
  const { report, metrics, region } = content;
  return (
    <section class="figure-section annex" aria-labelledby="annex">
      <h2 id="annex">{annex.heading}</h2>
      <section class="prose">
        <h3>
          {words.range.name} <span class="tag">{words.provisional}</span>
        </h3>
        <p>{range.note}</p>
      </section>
      {annex.items.map(({ heading, text, byProfile }) => (
        <section class="prose">
          <h3>{heading}</h3>
          <p>
            {byProfile && report.profile.name !== 'default'
              ? byProfile(profileText(report.profile, lang))
              : text}
          </p>
        </section>
      ))}
      <dl class="metric-meanings prose">
        {metrics.map((metric) => (
          <div>
            <dt>{figureName(metric, lang)}</dt>
            <dd>{annex.metrics[metric]}</dd>
          </div>
        ))}
      </dl>
      <p>
        <a href={pathIn(lang, '/method')}>{annex.more}</a>
      </p>
      <section class="prose">
        <h3>{cite.heading}</h3>
        <p class="citation">{cite.text(report.edition?.name ?? words.live.tag, region.names[lang], url)}</p>
      </section>
    </section>
  );
}
