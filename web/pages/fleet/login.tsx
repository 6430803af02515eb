import { messagesIn } from '../../messages/messages.ts';
import { type Frame, pathIn } from '../frame.ts';
import { Layout } from '../layout.tsx';

/**
 * Where whoever opens the page stands. By links: has one, has none, had one that is over or used. Where Cloudflare Access stands in front:
 * it vouches for this person, it does not, or it does and nobody has granted this person anything.
 */
export type LoginStep = { link: string } | 'no-link' | 'link-failed' | 'vouched' | 'not-vouched' | 'no-grant';

interface FleetLoginProps {
  frame: Frame;
  step: LoginStep;
}

/** A button, not the link itself, logs in: whatever looks at addresses ahead must not use a link up. */
export function FleetLoginPage({ frame, step }: FleetLoginProps) {
  const { lang } = frame;
  const { title, lede, button, ...words } = messagesIn(lang).fleet.login;
  return (
    <Layout frame={frame} title={title} description={lede} section={null} noindex>
      <h1>{title}</h1>
      <p class="lede">{lede}</p>
      {(step === 'link-failed' || step === 'no-grant') && (
        <p class="notice" role="alert">
          {step === 'no-grant' ? words.noGrant : words.failed}
        </p>
      )}
      {(step === 'no-link' || step === 'link-failed') && <p>{words.needLink}</p>}
      {step === 'not-vouched' && <p>{words.notVouched}</p>}
      {(step === 'vouched' || typeof step === 'object') && (
        <form method="post" action={pathIn(lang, '/fleet/login')}>
          {step === 'vouched' ? (
            <p>{words.needAccess}</p>
          ) : (
            <input type="hidden" name="link" value={step.link} />
          )}
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
