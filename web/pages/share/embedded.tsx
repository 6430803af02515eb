import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { messagesIn } from '../../messages/messages.ts';
import type { Frame } from '../frame.ts';

interface EmbeddedProps {
  frame: Frame;
  title: string;
  /** Address of the page of ours that tells more. */
  page: string;
  script?: string;
  children: Child;
}

/** A document in a frame on another site: no menu, one way out. */
export function Embedded({ frame, title, page, script, children }: EmbeddedProps) {
  const { site } = messagesIn(frame.lang);
  return (
    <>
      {raw('<!doctype html>')}
      <html lang={frame.lang}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta name="robots" content="noindex" />
          <title>{`${title} | ${site.name}`}</title>
          <link rel="canonical" href={page} />
          <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
          <link rel="stylesheet" href={frame.assets.css} />
          {script && <script type="module" src={script} />}
        </head>
        <body class="embedded">
          <main>{children}</main>
        </body>
      </html>
    </>
  );
}
