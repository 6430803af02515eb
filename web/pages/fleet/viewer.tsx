import type { Lang } from '../../format/language.ts';
import { messagesIn } from '../../messages/messages.ts';
import { pathIn } from '../frame.ts';
import type { Viewer } from './content.ts';
import { Csrf } from './csrf.tsx';

/** Who is logged in, and the way out. */
export function ViewerLine({ lang, viewer }: { lang: Lang; viewer: Viewer }) {
  const { fleet } = messagesIn(lang);
  const who = viewer.role === 'owner' ? fleet.who.owner(viewer.ownerLabel ?? '') : fleet.who[viewer.role];
  return (
    <form class="fleet-viewer" method="post" action={pathIn(lang, '/fleet/logout')}>
      <Csrf token={viewer.csrf} />
      <p>
        {who}{' '}
        <button type="submit" class="quiet" data-testid="fleet-logout">
          {fleet.login.out}
        </button>
      </p>
    </form>
  );
}
