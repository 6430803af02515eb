/** What ISPs advertise, and what was said about published figures. They change with a deploy only. */
import { DEMO_NOTES, NOTES, type NoteEntry } from '../../db/data/notes.ts';
import { DEMO_PLANS, PLANS, type PlanEntry } from '../../db/data/plans.ts';

/** Plans of a brand, lowest rate first; made-up ones on made-up figures only. */
export function plansOf(isp: string, synthetic: boolean): PlanEntry[] {
  return (synthetic ? DEMO_PLANS : PLANS)
    .filter((plan) => plan.isp === isp)
    .toSorted((a, b) => a.downloadBps - b.downloadBps);
}

/** Notes about an ISP, a region or an ISP in a region, newest first. A note about a part is not one about the whole. */
export function notesOf(
  { isp, region }: { isp: string | null; region: string | null },
  synthetic: boolean,
): NoteEntry[] {
  return (synthetic ? DEMO_NOTES : NOTES)
    .filter(
      (note) => (note.isp === null || note.isp === isp) && (note.region === null || note.region === region),
    )
    .toSorted((a, b) => (a.writtenOn < b.writtenOn ? 1 : -1));
}
