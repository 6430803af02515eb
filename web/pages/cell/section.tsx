import type { Child } from 'hono/jsx';
import type { Lang } from '../../format/language.ts';
import { messagesIn } from '../../messages/messages.ts';

interface CellSectionProps {
  lang: Lang;
  /** Of the heading; unique on the page. */
  id: string;
  heading: string;
  /** Address of the API's answer that the section shows. */
  href: string;
  children: Child;
}

/** A part of a cell's page, with the address that its figures come from. */
export function CellSection({ lang, id, heading, href, children }: CellSectionProps) {
  const { cells } = messagesIn(lang);
  return (
    <section class="figure-section" aria-labelledby={id} data-source={href}>
      <h2 id={id}>{heading}</h2>
      {children}
      <p class="fine data-links">
        {cells.data(heading)}: <a href={href}>{cells.json}</a> <a href={`${href}&format=csv`}>{cells.csv}</a>
      </p>
    </section>
  );
}
