import { groupChangeSchema, newGroupSchema } from '../../../measurement-agent/protocol/fleet.ts';
import { groupView } from '../../domain/fleet/views.ts';
import { changeGroup, createGroup, removeGroup } from '../../fleet/groups.ts';
import { problem } from '../../middleware/problem.ts';
import { groupsIn } from '../../storage/fleet/groups.ts';
import { answer, type Handlers, idIn, suppressionIn, withBody } from './handlers.ts';
import { scheduleIn } from './schedule-in.ts';

export const groupHandlers = {
  async 'GET /groups'(c, { database, scope }) {
    return c.json({ items: (await groupsIn(database, scope)).map(groupView) });
  },
  'POST /groups': (c, change) =>
    withBody(c, newGroupSchema, (asked) => createGroup(change, asked), groupView, 201),
  'PATCH /groups/:id': (c, change) =>
    withBody(c, groupChangeSchema, (asked) => changeGroup(change, idIn(c), asked), groupView),
  async 'DELETE /groups/:id'(c, change) {
    return answer(c, await removeGroup(change, idIn(c)), groupView);
  },
  async 'PUT /groups/:id/schedule'(c, change) {
    const schedule = await scheduleIn(c);
    if (!schedule.ok) return problem(c, schedule.error);
    return answer(c, await changeGroup(change, idIn(c), { schedule: schedule.value }), groupView);
  },
  async 'DELETE /groups/:id/schedule'(c, change) {
    return answer(c, await changeGroup(change, idIn(c), { schedule: null }), groupView);
  },
  async 'PUT /groups/:id/suppression'(c, change) {
    const suppression = await suppressionIn(c, change.nowMs);
    if (!suppression.ok) return problem(c, suppression.error);
    return answer(c, await changeGroup(change, idIn(c), { suppression: suppression.value }), groupView);
  },
  async 'DELETE /groups/:id/suppression'(c, change) {
    return answer(c, await changeGroup(change, idIn(c), { suppression: null }), groupView);
  },
} satisfies Partial<Handlers>;
