import type { Lang } from '../format/language.ts';
import { messagesIn } from '../messages/messages.ts';
import { pathIn } from './frame.ts';

/** Where the entries of the menu lead. */
export const SECTION_PATHS = {
  test: '/',
  history: '/history',
  watch: '/watch',
  isps: '/isp',
  regions: '/region',
  report: '/report',
  openData: '/open-data',
  map: '/map',
  ranking: '/ranking',
  compare: '/compare',
  api: '/api',
} as const;

export type Section = keyof typeof SECTION_PATHS;

/** What belongs together, in the order in which it is shown. */
const MENU = [
  { group: 'measure', sections: ['test', 'history', 'watch'] },
  { group: 'figures', sections: ['isps', 'regions', 'map', 'ranking', 'compare'] },
  { group: 'data', sections: ['report', 'openData', 'api'] },
] as const satisfies { group: string; sections: Section[] }[];

interface MainMenuProps {
  lang: Lang;
  path: string;
  /** The entry that the page belongs to; null for none. */
  section: Section | null;
}

const ID = 'menu';

/**
 * One list in groups: a row where there is room, else a sheet that a button shows. The sheet is a popover: it opens, closes
 * by Escape and gives the focus back without a script; a browser that knows none shows the list.
 */
export function MainMenu({ lang, path, section }: MainMenuProps) {
  const { site } = messagesIn(lang);
  return (
    <>
      <button type="button" class="menu-button" popovertarget={ID}>
        {site.menu}
      </button>
      <nav class="main-nav" id={ID} popover="auto" aria-label={site.mainNav}>
        <button type="button" class="menu-button" popovertarget={ID} popovertargetaction="hide">
          {site.closeMenu}
        </button>
        <ul>
          {MENU.map(({ group, sections }) => (
            <li>
              <p>{site.menuGroups[group]}</p>
              <ul>
                {sections.map((each) => (
                  <li>
                    <a
                      href={pathIn(lang, SECTION_PATHS[each])}
                      aria-current={
                        each === section ? (path === SECTION_PATHS[each] ? 'page' : 'true') : undefined
                      }
                    >
                      {site.nav[each]}
                    </a>
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      </nav>
    </>
  );
}
