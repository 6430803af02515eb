/**
 * What was said about published figures: corrections of ours, and what an ISP answers. An ISP may have a reply of up to
 * 1,000 characters shown beside its figures; it is entered word for word, in both languages, with its day.
 */
export interface NoteEntry {
  /** Slug of the brand; null: of every ISP. */
  isp: string | null;
  /** Code of the region; null: of every region. */
  region: string | null;
  kind: 'erratum' | 'reply';
  /** As `2026-11-23`. */
  writtenOn: string;
  text: { ja: string; en: string };
}

export const NOTES: readonly NoteEntry[] = [];

/** Of brands that do not exist (worker/demo): for demonstration data only. */
export const DEMO_NOTES: readonly NoteEntry[] = [
  {
    isp: 'kamei-net',
    region: null,
    kind: 'reply',
    writtenOn: '2026-05-20',
    text: {
      ja: '2026年5月に設備を増強し、夜間の混雑を緩和しました。（架空の返答です）',
      en: 'In May 2026 we added capacity, which eases congestion in the evening. (An imagined reply)',
    },
  },
  {
    isp: 'kaku-hikari',
    region: 'JP-27',
    kind: 'erratum',
    writtenOn: '2026-10-02',
    text: {
      ja: '2026年9月の値に、VPN経由の測定が一部含まれていたため、再集計しました。（架空の訂正です）',
      en: 'Figures of September 2026 held some measurements through a VPN and were computed again. (An imagined correction)',
    },
  },
];
