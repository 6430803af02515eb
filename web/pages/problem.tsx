import { PROBLEMS, type ProblemReason } from '../../measurement-agent/protocol/problems.ts';
import { messagesIn } from '../messages/messages.ts';
import { type Frame, pathIn } from './frame.ts';
import { Layout } from './layout.tsx';

export interface ProblemPageProps {
  frame: Frame;
  reason: ProblemReason;
}

/** What went wrong and what to do next, in words that name nothing of the request. */
export function ProblemPage({ frame, reason }: ProblemPageProps) {
  const { lang } = frame;
  const { problems, problemPage } = messagesIn(lang);
  const { title, next } = problems[reason];
  return (
    <Layout frame={frame} title={title} description={next} section={null} noindex>
      <p class="eyebrow">{problemPage.status(String(PROBLEMS[reason].status))}</p>
      <h1>{title}</h1>
      <p class="lede">{next}</p>
      <p>
        <a class="button primary" href={pathIn(lang, '/')}>
          {problemPage.home}
        </a>
      </p>
    </Layout>
  );
}
