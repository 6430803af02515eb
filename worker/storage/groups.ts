/**
 * Which results belong to one run of several sessions, in R2: an empty object under `groups/{groupId}/{id}` for each that
 * names a group. The one that began it has the group's id and no object. Kept out of the statistics row, as few results
 * have a group.
 */

/** An IPv4 and an IPv6 run, and as many again. What else names the group is not shown. */
const MOST = 4;

function keyOf(groupId: string, id: string): string {
  return `groups/${groupId}/${id}`;
}

export async function joinGroup(bucket: R2Bucket, groupId: string, id: string): Promise<void> {
  await bucket.put(keyOf(groupId, id), '');
}

export async function leaveGroup(bucket: R2Bucket, groupId: string, id: string): Promise<void> {
  await bucket.delete(keyOf(groupId, id));
}

/** Ids of the results that named the group, without the one that began it. */
export async function membersOf(bucket: R2Bucket, groupId: string): Promise<string[]> {
  const prefix = keyOf(groupId, '');
  const { objects } = await bucket.list({ prefix, limit: MOST });
  return objects.map(({ key }) => key.slice(prefix.length));
}
