import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import type { ProfileName } from '../../measurement-agent/protocol/statistics.ts';
import { formatCount } from '../format/count.ts';
import { messagesIn } from '../messages/messages.ts';
import { type Frame, pathIn } from './frame.ts';
import { Layout } from './layout.tsx';
import { type ProfileParameters, profileRows } from './profile-rows.ts';

export interface ProfileView {
  name: ProfileName;
  version: number;
  provisional: boolean;
  parameters: ProfileParameters;
}

export interface ProfilesPageProps {
  frame: Frame;
  profiles: readonly ProfileView[];
}

/** Every rule set with all that it consists of, and where that was read. */
export function ProfilesPage({ frame, profiles }: ProfilesPageProps) {
  const { lang } = frame;
  const { profiles: words } = messagesIn(lang);
  return (
    <Layout frame={frame} title={words.title} description={words.lede} section={null}>
      <h1>{words.title}</h1>
      <p class="lede">{words.lede}</p>
      <p class="notice">{words.provisionalText}</p>
      {profiles.map(({ name, version, provisional, parameters }) => (
        <section>
          <h2 id={name}>
            {words.names[name]} <span class="fine">{words.version(formatCount(version, lang))}</span>
            {provisional && (
              <>
                {' '}
                <strong class="tag">{words.provisional}</strong>
              </>
            )}
          </h2>
          <table class="plain" aria-labelledby={name}>
            <thead>
              <tr>
                <th scope="col">{words.parameter}</th>
                <th scope="col">{words.value}</th>
                <th scope="col">{words.source}</th>
              </tr>
            </thead>
            <tbody>
              {profileRows(parameters, lang).map((parameter) => (
                <tr>
                  <th scope="row">{words.parameters[parameter.name]}</th>
                  <td>
                    {parameter.text}
                    {parameter.word !== null && (
                      <>
                        {' '}
                        <code class="file-name">{parameter.word}</code>
                      </>
                    )}
                  </td>
                  <td class="file-name">
                    {parameter.source === null ? (
                      <strong>{words.assumed}</strong>
                    ) : parameter.source === 'docs/statistics.md' ? (
                      <a href={pathIn(lang, '/method')}>{words.names.default}</a>
                    ) : (
                      parameter.source
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <p>
            <code class="file-name">{`${API_PATHS.quality}?profile=${name}&region=JP-13&period=2026-10`}</code>
          </p>
        </section>
      ))}
    </Layout>
  );
}
