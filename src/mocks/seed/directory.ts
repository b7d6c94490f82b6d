import type { Store } from '../../service/ports/ports.ts';
import { serviceSearchText, TENDED } from '../../domain/people.ts';
import { DAY } from '../../domain/time.ts';
import { PERSONAS_SETTING, type PersonaSetting } from '../../service/session/sessions.ts';
import { fillEnvironments } from './keys.ts';
import {
  GROUPS,
  groupId,
  ORGANIZATION,
  PEOPLE,
  PERSONAS,
  personId,
  PROJECT_ROLES,
  projectId,
  PROJECTS,
  SERVICES,
  serviceId,
} from './organization.ts';
import type { GroupKey, PersonKey, ProjectKey, ServiceKey } from './organization.ts';

const keys = <K extends string>(record: Record<K, unknown>): K[] =>
  // Object.keys forgets the type.
  Object.keys(record) as K[];

/** Someone’s address in the organization. */
export const emailOf = (name: string): string =>
  `${name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(' ', '.')}@haldenfreight.example`;

/** People, groups, projects, services and topics: what a real installation reads from elsewhere. */
export const fillDirectory = (store: Store, now: number): Promise<void> =>
  store.write(async (tx) => {
    const organizationId = ORGANIZATION.id;
    const since = now - 30 * DAY;
    await tx.insert('organizations', {
      ...ORGANIZATION,
      createdAt: since,
      cloudKeyApproval: false,
      version: 1,
    });
    for (const key of keys<PersonKey>(PEOPLE)) {
      const { name, admin } = PEOPLE[key];
      await tx.insert('people', {
        id: personId(key),
        organizationId,
        email: emailOf(name),
        name,
        isOrganizationAdmin: admin,
        createdAt: since,
      });
    }
    for (const key of keys<GroupKey>(GROUPS)) {
      const { name, description, members } = GROUPS[key];
      const id = groupId(key);
      await tx.insert('groups', {
        id,
        organizationId,
        name,
        description,
        createdAt: since,
        updatedAt: since,
      });
      for (const member of members) {
        const who = personId(member);
        await tx.insert('memberships', {
          id: `${id}:${who}`,
          groupId: id,
          personId: who,
          createdAt: since,
          providerId: null,
        });
      }
    }
    for (const key of keys<ProjectKey>(PROJECTS))
      await tx.insert('projects', {
        id: projectId(key),
        organizationId,
        name: PROJECTS[key],
        createdAt: since,
      });
    for (const { person, project, role } of PROJECT_ROLES) {
      const ids = { projectId: projectId(project), personId: personId(person) };
      await tx.insert('projectMembers', {
        id: `${ids.projectId}:${ids.personId}`,
        ...ids,
        role,
        providerId: null,
      });
    }
    for (const key of keys<ServiceKey>(SERVICES)) {
      const plan = SERVICES[key];
      const project = PROJECTS[plan.project];
      const id = serviceId(key);
      const host = `${plan.name}.${project}.kafka.example`;
      await tx.insert('services', {
        id,
        organizationId,
        projectId: projectId(plan.project),
        projectName: project,
        name: plan.name,
        type: 'kafka',
        state: plan.state,
        cloudName: plan.cloud,
        plan: plan.plan,
        host,
        sslPort: 12_691,
        saslPort: 12_694,
        saslMechanism: plan.overlap ? 'SCRAM-SHA-256' : 'SCRAM-SHA-512',
        passwordsOverlap: plan.overlap,
        ...TENDED,
        createdAt: since,
        updatedAt: since,
        searchText: serviceSearchText({ name: plan.name, projectName: project, host }),
      });
      for (const topic of plan.topics)
        await tx.insert('topics', {
          id: `${id}:${topic}`,
          organizationId,
          serviceId: id,
          name: topic,
          ownerGroupId: null,
          partitions: 6,
          replication: plan.project === 'prod' ? 3 : 2,
        });
    }
    await fillEnvironments(tx, since);
    const value: PersonaSetting = Object.fromEntries(
      Object.entries(PERSONAS).map(([persona, { person, description }]) => [
        persona,
        { personId: personId(person), description },
      ]),
      // PERSONAS has every persona's name.
    ) as PersonaSetting;
    await tx.insert('settings', { id: PERSONAS_SETTING, value });
  });
