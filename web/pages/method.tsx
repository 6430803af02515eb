import { METHOD_VERSION } from '../../measurement-agent/protocol/spec.ts';
import { formatCount } from '../format/count.ts';
import { messagesIn } from '../messages/messages.ts';
import { type Frame, pathIn } from './frame.ts';
import { Layout } from './layout.tsx';
import { RequirementTable } from './requirement-table.tsx';
import type { Operator, Text } from './text-content.ts';
import { TextBody } from './text-page.tsx';

export interface MethodPageProps {
  frame: Frame;
  text: Text;
  operator: Operator;
}

/** What the figures mean, for readers rather than implementers. */
export function MethodPage({ frame, text, operator }: MethodPageProps) {
  const { lang } = frame;
  const { figures, profiles } = messagesIn(lang);
  return (
    <Layout frame={frame} title={text.title} description={text.lede} section={null}>
      <p class="eyebrow">{figures.methodVersion(formatCount(METHOD_VERSION, lang))}</p>
      <h1>{text.title}</h1>
      <p class="lede">{text.lede}</p>
      <TextBody frame={frame} text={text} operator={operator} />
      <RequirementTable lang={lang} />
      <p>
        <a href={pathIn(lang, '/method/profiles')}>{profiles.title}</a>
      </p>
    </Layout>
  );
}
