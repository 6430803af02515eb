import type { Lang } from '../format/language.ts';
import { formatList } from '../format/list.ts';
import { messagesIn } from '../messages/messages.ts';
import type { NamedIsp } from './names.ts';

/** What a page calls a provider: a network that several brands share is named after them. */
export function ispName({ names, members = [] }: NamedIsp, lang: Lang): string {
  if (members.length === 0) return names[lang];
  const list = formatList(
    members.map((member) => member.names[lang]),
    lang,
  );
  return messagesIn(lang).isp.sharedBy(list);
}
