import type { QualityAnswer } from '../../../measurement-agent/protocol/quality.ts';
import { formatCount } from '../../format/count.ts';
import type { Lang } from '../../format/language.ts';
import { messagesIn } from '../../messages/messages.ts';

/** Rules by their name and version; said to be provisional where some of their parameters are assumed. */
export function profileText({ name, version, provisional }: QualityAnswer['profile'], lang: Lang): string {
  const { cells, profiles } = messagesIn(lang);
  const names: Partial<Record<string, string>> = profiles.names;
  const text = cells.about.profileText(names[name] ?? name, formatCount(version, lang));
  return provisional ? cells.about.provisional(text, profiles.provisional) : text;
}
