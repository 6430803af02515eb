import { messagesIn } from '../../messages/messages.ts';
import { type Frame, pathIn } from '../frame.ts';
import { Layout } from '../layout.tsx';

interface FleetLoginProps {
  frame: Frame;
  /** What logs in: the token of a link, the word of Cloudflare Access; null for neither. */
  by: { link: string } | 'access' | null;
  /** The last try logged nobody in. */
  failed: boolean;
}

/** A button, not the link itself, logs in: whatever looks at addresses ahead must not use a link up. */
export function FleetLoginPage({ frame, by, failed }: FleetLoginProps) {
  const { lang } = frame;
  const { title, lede, button, needLink, needAccess, failed: failedText } = messagesIn(lang).fleet.login;
  return (
    <Layout frame={frame} title={title} description={lede} section={null} noindex>
      <h1>{title}</h1>
      <p class="lede">{lede}</p>
      {failed && (
        <p class="notice" role="alert">
          {failedText}
        </p>
      )}
      {by === null ? (
        <p>{needLink}</p>
      ) : (
        <form method="post" action={pathIn(lang, '/fleet/login')}>
          {by === 'access' ? <p>{needAccess}</p> : <input type="hidden" name="link" value={by.link} />}
          <p class="actions">
            <button type="submit" class="primary" data-testid="fleet-login">
              {button}
            </button>
          </p>
        </form>
      )}
    </Layout>
  );
}
