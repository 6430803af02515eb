import { newKeySchema } from '../../../measurement-agent/protocol/fleet.ts';
import { keyView } from '../../domain/fleet/views.ts';
import { createKey, endKey } from '../../fleet/keys.ts';
import { keysIn } from '../../storage/fleet/keys.ts';
import { answer, type Handlers, idIn, withBody } from './handlers.ts';

export const keyHandlers = {
  async 'GET /keys'(c, { database, scope }) {
    return c.json({ items: (await keysIn(database, scope)).map(keyView) });
  },
  'POST /keys': (c, change) =>
    withBody(
      c,
      newKeySchema,
      (asked) => createKey(change, asked),
      ({ key, record }) => ({ key, ...keyView(record) }),
      201,
    ),
  async 'DELETE /keys/:prefix'(c, change) {
    return answer(c, await endKey(change, idIn(c, 'prefix')), keyView);
  },
} satisfies Partial<Handlers>;
