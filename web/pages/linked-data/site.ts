import { LANGS } from '../../format/language.ts';
import { messagesIn } from '../../messages/messages.ts';
import type { Frame } from '../frame.ts';
import { contactHref, type Operator } from '../text-content.ts';
import { SCHEMA_ORG } from './data-block.tsx';

/** The site, and who runs it where its operator has said so. */
export function siteData({ lang, origin }: Frame, { name, contact }: Operator): object {
  const { site, home } = messagesIn(lang);
  const operatorId = `${origin}/#operator`;
  const website = {
    '@type': 'WebSite',
    '@id': `${origin}/#website`,
    name: site.name,
    alternateName: '実測',
    description: home.lede,
    url: `${origin}/`,
    inLanguage: LANGS,
  };
  if (name === null) return { '@context': SCHEMA_ORG, ...website };
  const organization = {
    '@type': 'Organization',
    '@id': operatorId,
    name,
    ...(contact !== null && contactPoint(contact)),
  };
  return {
    '@context': SCHEMA_ORG,
    '@graph': [{ ...website, publisher: { '@id': operatorId } }, organization],
  };
}

/** Nothing for a contact that is no address. */
function contactPoint(contact: string): object | null {
  const href = contactHref(contact);
  if (href === null) return null;
  const address = href.startsWith('mailto:') ? { email: contact } : { url: href };
  return { contactPoint: { '@type': 'ContactPoint', ...address } };
}
