import type { ProblemReason } from '../../../measurement-agent/protocol/problems.ts';
import type { Lang } from '../../format/language.ts';
import { messagesIn } from '../../messages/messages.ts';

/** Why the API answers nothing, where another choice may be answered. */
export function Refused({ lang, reason }: { lang: Lang; reason: ProblemReason | null }) {
  const { refused } = messagesIn(lang).overviews;
  return <p class="notice">{reason === 'not-kept' ? refused['not-kept'] : refused.other}</p>;
}
