import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';

/** Deletes a result from the server. True also when it was gone before. */
export async function deletePublished(id: string, deleteToken: string): Promise<boolean> {
  try {
    const { ok, status } = await fetch(`${API_PATHS.results}/${id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${deleteToken}` },
    });
    return ok || status === 410 || status === 404;
  } catch {
    return false;
  }
}
