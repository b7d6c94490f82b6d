import type { Action } from './commands.ts';
import { newestOf, record, type Model, type ModelGroup, type ModelPerson } from './state.ts';
import { expire } from './worker.ts';

/** Who has a role of another kind from the beginning: of the cluster, of the environment, of topics. */
const OTHER_ROLES: readonly ModelPerson[] = ['ada', 'cid', 'ben'];

/** What somebody who left could still have seen ends at once (R17). */
const endUnseen = (model: Model, group: ModelGroup, person: ModelPerson): void => {
  for (const [label, access] of Object.entries(model.accesses)) {
    const newest = newestOf(access);
    const unseen =
      newest?.status === 'sealed' || (newest?.status === 'claimed' && newest.activatedAt === null);
    if (access.alive && access.group === group && newest?.owner === person && unseen)
      expire(model, label, access.credentials.length - 1);
  }
};

export const changeMembers = (model: Model, action: Action & { do: 'join' | 'leave' }): string => {
  const { by, group, person } = action;
  if (by === 'fay') return 'user_group_not_found';
  if (by !== 'eve') return 'permission_denied';
  if (model.gone.includes(person)) return 'user_not_found';
  const others = model.members[group].filter((member) => member !== person);
  model.members[group] = action.do === 'join' ? [...others, person] : others;
  if (action.do === 'leave') endUnseen(model, group, person);
  record(model, 'group.members_changed', by, null, null);
  return 'ok';
};

/** Sessions, roles and memberships end, and what they asked for that nobody decided is closed (K14). */
export const removePerson = (model: Model, by: ModelPerson, person: ModelPerson): string => {
  if (by === 'fay' || model.gone.includes(person)) return 'user_not_found';
  if (!model.admins.includes(by) || by === person) return 'permission_denied';
  for (const [label, request] of Object.entries(model.requests)) {
    if (request.by !== person || request.status !== 'pending') continue;
    request.status = 'declined';
    const access = model.accesses[request.access];
    if (access?.active === label) access.active = null;
    record(model, 'request.declined', null, request.access, label);
  }
  const groups = Object.entries(model.members).filter(([, members]) => members.includes(person));
  for (const [name, members] of groups) {
    // Keys of the record.
    const group = name as ModelGroup;
    model.members[group] = members.filter((member) => member !== person);
    endUnseen(model, group, person);
  }
  const role = model.admins.indexOf(person);
  if (role >= 0) model.admins.splice(role, 1);
  for (let i = (role >= 0 ? 1 : 0) + OTHER_ROLES.filter((name) => name === person).length; i > 0; i -= 1)
    record(model, 'role.unbound', by, null, null);
  model.gone.push(person);
  record(model, 'person.removed', by, null, null);
  return 'ok';
};

/** Whoever has the role gives it, and takes it away. */
export const changeRole = (model: Model, action: Action & { do: 'appoint' | 'dismiss' }): string => {
  const { by, person } = action;
  if (!model.admins.includes(by)) return 'permission_denied';
  const others = model.admins.filter((admin) => admin !== person);
  model.admins.splice(0, model.admins.length, ...others, ...(action.do === 'appoint' ? [person] : []));
  record(model, action.do === 'appoint' ? 'role.bound' : 'role.unbound', by, null, null);
  return 'ok';
};
