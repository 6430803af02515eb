import { raw } from 'hono/html';
import { messagesIn } from '../messages/messages.ts';
import type { Frame } from './frame.ts';
import { Layout } from './layout.tsx';
import { filled, type Operator, type Text } from './text-content.ts';

export interface TextPageProps {
  frame: Frame;
  text: Text;
  operator: Operator;
}

/** A text of docs/pages. */
export function TextPage({ frame, text, operator }: TextPageProps) {
  return (
    <Layout frame={frame} title={text.title} description={text.lede} section={null}>
      <h1>{text.title}</h1>
      <p class="lede">{text.lede}</p>
      <TextBody frame={frame} text={text} operator={operator} />
    </Layout>
  );
}

/** All of a text but its title and first paragraph. */
export function TextBody({ frame, text, operator }: TextPageProps) {
  const { notConfigured } = messagesIn(frame.lang).site;
  const { origin, sourceUrl } = frame;
  return <div class="text">{raw(filled(text, { operator, origin, sourceUrl, notConfigured }))}</div>;
}
