import { ok } from '../../../measurement-agent/protocol/fallible.ts';
import {
  contactSchema,
  newOwnerSchema,
  ownerChangeSchema,
} from '../../../measurement-agent/protocol/fleet.ts';
import { everybodyView, ownerView } from '../../domain/fleet/views.ts';
import { noSuch } from '../../fleet/change.ts';
import { changeContact, readContact } from '../../fleet/contacts.ts';
import { changeOwner, createOwner, pauseEverybody, pauseOwner } from '../../fleet/owners.ts';
import { problem } from '../../middleware/problem.ts';
import { contactStoreOf } from '../../storage/contact-store.ts';
import { ownerOf, ownersIn } from '../../storage/fleet/owners.ts';
import { answer, type Handlers, idIn, suppressionIn, withBody } from './handlers.ts';

export const ownerHandlers = {
  async 'PUT /suppression'(c, change) {
    const suppression = await suppressionIn(c, change.nowMs);
    if (!suppression.ok) return problem(c, suppression.error);
    return c.json(everybodyView(await pauseEverybody(change, suppression.value)));
  },
  async 'DELETE /suppression'(c, change) {
    return c.json(everybodyView(await pauseEverybody(change, null)));
  },
  async 'GET /owners'(c, { database, scope }) {
    return c.json({ items: (await ownersIn(database, scope)).map(ownerView) });
  },
  'POST /owners': (c, change) =>
    withBody(c, newOwnerSchema, (asked) => createOwner(change, asked), ownerView, 201),
  async 'GET /owners/:id'(c, { database, scope }) {
    const owner = await ownerOf(database, scope, idIn(c));
    return owner === null ? problem(c, noSuch('owner', idIn(c))) : answer(c, ok(owner), ownerView);
  },
  'PATCH /owners/:id': (c, change) =>
    withBody(c, ownerChangeSchema, (asked) => changeOwner(change, idIn(c), asked), ownerView),
  async 'PUT /owners/:id/suppression'(c, change) {
    const suppression = await suppressionIn(c, change.nowMs);
    if (!suppression.ok) return problem(c, suppression.error);
    return answer(c, await pauseOwner(change, idIn(c), suppression.value), ownerView);
  },
  async 'DELETE /owners/:id/suppression'(c, change) {
    return answer(c, await pauseOwner(change, idIn(c), null), ownerView);
  },
  async 'GET /owners/:id/contact'(c, change) {
    const contact = await readContact(change, contactStoreOf(c.env, c.var.config), idIn(c));
    return answer(c, contact, (value) => ({ contact: value }));
  },
  'PUT /owners/:id/contact': (c, change) =>
    withBody(
      c,
      contactSchema,
      (contact) => changeContact(change, contactStoreOf(c.env, c.var.config), idIn(c), contact),
      (contact) => ({ contact }),
    ),
  async 'DELETE /owners/:id/contact'(c, change) {
    const outcome = await changeContact(change, contactStoreOf(c.env, c.var.config), idIn(c), null);
    return answer(c, outcome, (contact) => ({ contact }));
  },
} satisfies Partial<Handlers>;
