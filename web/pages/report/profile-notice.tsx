import type { ReportAnswer } from '../../../measurement-agent/protocol/reports.ts';
import type { Lang } from '../../format/language.ts';
import { formatList } from '../../format/list.ts';
import { messagesIn } from '../../messages/messages.ts';
import { profileText } from '../cell/profile-text.ts';
import { pathIn } from '../frame.ts';

interface ProfileNoticeProps {
  lang: Lang;
  profile: ReportAnswer['profile'];
}

/** By which rules figures were computed, where they are not ours, and what of these is assumed. */
export function ProfileNotice({ lang, profile }: ProfileNoticeProps) {
  const { report: words, profiles } = messagesIn(lang);
  if (profile.name === 'default') return null;
  const names: Partial<Record<string, string>> = profiles.parameters;
  const assumed = profile.assumed.map((parameter) => names[parameter] ?? parameter);
  return (
    <div class="notice">
      <p>
        {words.byProfile.text(profileText(profile, lang))}{' '}
        <a href={`${pathIn(lang, '/method/profiles')}#${profile.name}`}>{words.byProfile.link}</a>
      </p>
      {assumed.length > 0 && <p>{words.byProfile.assumed(formatList(assumed, lang))}</p>}
    </div>
  );
}
