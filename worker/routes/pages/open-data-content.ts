import type { OpenDataPageProps } from '../../../web/pages/open-data.tsx';
import { catalogOf } from '../../domain/open-data/catalog.ts';
import { listOf } from '../../domain/open-data/edition-list.ts';
import { getIndex, getManifest } from '../../storage/open-data-files.ts';

/** What the page of open data shows. The newest month stands for the others, whose manifests the list names. */
export async function openDataContent(
  bucket: R2Bucket,
  synthetic: boolean,
  origin: string,
): Promise<Omit<OpenDataPageProps, 'frame'>> {
  const list = listOf(await getIndex(bucket, synthetic), synthetic);
  const [first] = list.editions;
  const newest = first === undefined ? null : await getManifest(bucket, synthetic, first.month);
  return { list, newest, catalog: catalogOf(newest === null ? [] : [newest], origin) };
}
