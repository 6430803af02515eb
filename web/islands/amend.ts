import type { AmendResultRequest } from '../../measurement-agent/protocol/api.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import type { OwnResult } from './remembered.ts';

/** Adds to an own result what the person says about the line; false when that could not be recorded. */
export async function amendResult(
  { id, deleteToken }: Pick<OwnResult, 'id' | 'deleteToken'>,
  declared: AmendResultRequest['declared'],
): Promise<boolean> {
  const body: AmendResultRequest = { declared };
  try {
    const response = await fetch(`${API_PATHS.results}/${id}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${deleteToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return response.ok;
  } catch {
    return false;
  }
}
