import type { OpenDataList, OpenDataManifest } from '../../measurement-agent/protocol/open-data.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { formatBytes } from '../format/bytes.ts';
import { formatCount } from '../format/count.ts';
import { figureText } from '../format/figure.ts';
import { formatMonth } from '../format/period.ts';
import { messagesIn } from '../messages/messages.ts';
import type { Frame } from './frame.ts';
import { Layout } from './layout.tsx';
import { openDataCommand } from './open-data-command.ts';

export interface OpenDataPageProps {
  frame: Frame;
  list: OpenDataList;
  /** Of the newest month; null when there is none. */
  newest: OpenDataManifest | null;
  /** The catalogue as JSON-LD, for search engines. */
  catalog: object;
}

/** What is published as files, under which terms, and how to compute with it. */
export function OpenDataPage({ frame, list, newest, catalog }: OpenDataPageProps) {
  const { lang, origin } = frame;
  const { openData } = messagesIn(lang);
  return (
    <Layout
      frame={frame}
      title={openData.title}
      description={openData.lede}
      section="openData"
      data={[catalog]}
    >
      <h1>{openData.title}</h1>
      <p class="lede">{openData.lede}</p>
      {list.editions.length > 0 && list.synthetic && <p class="notice">{openData.synthetic}</p>}
      {list.editions.length === 0 ? (
        <p class="notice">{openData.none}</p>
      ) : (
        <section>
          <h2 id="months">{openData.months}</h2>
          <table class="numbers list" aria-labelledby="months">
            <thead>
              <tr>
                <th scope="col">{openData.month}</th>
                <th scope="col">{openData.lines}</th>
                <th scope="col">{openData.size}</th>
              </tr>
            </thead>
            <tbody>
              {list.editions.map(({ month, edition, lines, bytes, manifest }) => (
                <tr>
                  <th scope="row">
                    <a href={manifest}>{formatMonth(month, lang)}</a>{' '}
                    <span class="fine">{openData.edition(formatCount(edition, lang))}</span>
                  </th>
                  <td>{formatCount(lines, lang)}</td>
                  <td>{figureText(formatBytes(bytes, lang))}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {newest !== null && <NewestFiles frame={frame} manifest={newest} />}
      <section class="prose">
        <h2>{openData.licence}</h2>
        <ul>
          <li>
            <a
              href={newest?.licences.rows.url ?? 'https://creativecommons.org/publicdomain/zero/1.0/'}
              rel="license"
            >
              {openData.licences.rows}
            </a>
          </li>
          <li>
            <a
              href={newest?.licences.aggregates.url ?? 'https://creativecommons.org/licenses/by/4.0/'}
              rel="license"
            >
              {openData.licences.aggregates}
            </a>
          </li>
        </ul>
      </section>
      {newest !== null && (
        <section>
          <h2>{openData.try}</h2>
          <p>{openData.tryText}</p>
          <pre>
            <code>{openDataCommand(newest, origin)}</code>
          </pre>
        </section>
      )}
      <section class="prose">
        <h2>{openData.how}</h2>
        <ul>
          {openData.howItems.map((item) => (
            <li>{item}</li>
          ))}
        </ul>
        <p>{openData.remains}</p>
        <p>{openData.deletion}</p>
      </section>
      {newest !== null && <Columns frame={frame} manifest={newest} />}
      <ul class="plain-links">
        <li>
          <a href={API_PATHS.openData}>{openData.api}</a>
        </li>
        <li>
          <a href={`${API_PATHS.openData}/catalog.jsonld`}>{openData.catalogue}</a>
        </li>
      </ul>
    </Layout>
  );
}

function NewestFiles({ frame, manifest }: { frame: Frame; manifest: OpenDataManifest }) {
  const { lang } = frame;
  const { openData } = messagesIn(lang);
  return (
    <section>
      <h2 id="files">{openData.newest(formatMonth(manifest.month, lang))}</h2>
      <table class="numbers list" aria-labelledby="files">
        <thead>
          <tr>
            <th scope="col">{openData.fileName}</th>
            <th scope="col">{openData.rows}</th>
            <th scope="col">{openData.size}</th>
          </tr>
        </thead>
        <tbody>
          {manifest.files.map(({ name, path, rows, bytes }) => (
            <tr>
              <th scope="row">
                <a class="file-name" href={path} download>
                  {name}
                </a>
              </th>
              <td>{formatCount(rows, lang)}</td>
              <td>{figureText(formatBytes(bytes, lang))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Columns({ frame, manifest }: { frame: Frame; manifest: OpenDataManifest }) {
  const { openData } = messagesIn(frame.lang);
  return (
    <section>
      <h2 id="columns">{openData.columns}</h2>
      <p>{openData.missing}</p>
      <table class="plain" aria-labelledby="columns">
        <thead>
          <tr>
            <th scope="col">{openData.column}</th>
            <th scope="col">{openData.unit}</th>
            <th scope="col">{openData.meaning}</th>
          </tr>
        </thead>
        <tbody>
          {manifest.columns.rows.map(({ name, unit, meaning }) => (
            <tr>
              <th scope="row">
                <code class="file-name">{name}</code>
              </th>
              <td>{unit}</td>
              <td>{openData.meanings[name] ?? meaning}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
