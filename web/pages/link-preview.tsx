import { LANGS, LOCALES } from '../format/language.ts';
import { messagesIn } from '../messages/messages.ts';
import type { Frame } from './frame.ts';

/** A picture that stands for a page where others link to it: a PNG of the size of `PREVIEW_SIZE`. */
export interface PreviewPicture {
  image: string;
  alt: string;
}

/** The size that Open Graph and X previews are drawn in, px. */
export const PREVIEW_SIZE = { width: 1200, height: 630 } as const;

/** What stands for every page without a picture of its own (`npm run site:pictures`). */
export function sitePicture({ lang, origin }: Frame): PreviewPicture {
  const { site, home } = messagesIn(lang);
  return { image: `${origin}/preview-${lang}.png`, alt: `${site.name}: ${home.heading}` };
}

interface LinkPreviewProps {
  frame: Frame;
  title: string;
  description: string;
  /** The page's own address. */
  url: string;
  type: 'website' | 'article';
  picture: PreviewPicture | null;
}

/** What a preview of a link shows: The Open Graph protocol (ogp.me), and the size of picture that X asks for. */
export function LinkPreview({ frame: { lang }, title, description, url, type, picture }: LinkPreviewProps) {
  const properties = [
    ['og:type', type],
    ['og:site_name', messagesIn(lang).site.name],
    ['og:title', title],
    ['og:description', description],
    ['og:url', url],
    ['og:locale', localeOf(lang)],
    ...LANGS.filter((other) => other !== lang).map((other) => ['og:locale:alternate', localeOf(other)]),
    ...(picture === null
      ? []
      : [
          ['og:image', picture.image],
          ['og:image:type', 'image/png'],
          ['og:image:width', `${PREVIEW_SIZE.width}`],
          ['og:image:height', `${PREVIEW_SIZE.height}`],
          ['og:image:alt', picture.alt],
        ]),
  ];
  return (
    <>
      {properties.map(([property, content]) => (
        <meta property={property} content={content} />
      ))}
      <meta name="twitter:card" content={picture === null ? 'summary' : 'summary_large_image'} />
    </>
  );
}

/** As Open Graph writes it: `ja_JP`. */
function localeOf(lang: Frame['lang']): string {
  return LOCALES[lang].replace('-', '_');
}
