import type { Out } from '../../contract/operation.ts';
import type * as wire from '../../contract/schemas/services.ts';
import { toWireTime } from '../../contract/text.ts';
import type { Service, Topic } from '../../domain/people.ts';
import { PRIMARY_USER, serviceUserKey, type ServiceUser } from '../../domain/service-user/service-user.ts';
import type { Deps } from '../deps.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import { loadActor } from '../shared/actor.ts';
import { lookAtAll, openAll } from '../service-users/show-secrets.ts';
import type { KeptSecrets } from '../service-users/user-secrets.ts';
import { vendorView } from '../service-users/user-view.ts';
import { aclForms } from './read-acls.ts';
import { findProject, findService } from './find-service.ts';

const component = (service: Service, method: 'certificate' | 'sasl', port: number) =>
  ({
    component: 'kafka',
    host: service.host,
    port,
    route: 'dynamic',
    usage: 'primary',
    kafka_authentication_method: method,
    kafka_ssl_ca: 'project_ca',
    ssl: true,
  }) as const;

/** A service in the vendor's shape, without what belongs to its service users. */
const serviceView = (service: Service): Out<typeof wire.Service> => ({
  service_name: service.name,
  service_type: service.type,
  service_type_description: 'Kafka',
  state: service.state,
  cloud_name: service.cloudName,
  plan: service.plan,
  create_time: toWireTime(service.createdAt),
  update_time: toWireTime(service.updatedAt),
  group_list: ['default'],
  project_vpc_id: null,
  service_integrations: [],
  service_uri: `${service.host}:${service.sslPort}`,
  // Every value a text: published clients stumble over a number.
  service_uri_params: { host: service.host, port: String(service.sslPort), ssl_mode: 'require' },
  components: [
    component(service, 'certificate', service.sslPort),
    component(service, 'sasl', service.saslPort),
  ],
  connection_info: { kafka: [`${service.host}:${service.sslPort}`] },
  service_notifications: [],
  node_states: [],
  tags: {},
  tech_emails: [],
  databases: [],
  termination_protection: false,
  user_config: {},
});

const topicView = (topic: Topic): Out<typeof wire.TopicList>['topics'][number] => ({
  topic_name: topic.name,
  partitions: topic.partitions,
  replication: topic.replication,
  min_insync_replicas: Math.max(1, topic.replication - 1),
  retention_bytes: -1,
  retention_hours: 168,
  cleanup_policy: 'delete',
  state: 'ACTIVE',
  tags: [],
  owner_user_group_id: topic.ownerGroupId,
  topic_description: null,
});

const topicsOf = async (tx: ReadTransaction, serviceId: string) =>
  (await tx.find('topics', { where: { serviceId }, order: { column: 'name', direction: 'asc' } })).map(
    topicView,
  );

/** The services of a project. Error: 404 without a role in it. */
export const listServices = (
  { store }: Deps,
  actorId: string,
  projectName: string,
): Promise<Out<typeof wire.ServiceList>> =>
  store.read(async (tx) => {
    const { project } = await findProject(tx, await loadActor(tx, actorId), projectName);
    const services = await tx.find('services', {
      where: { projectId: project.id },
      order: { column: 'name', direction: 'asc' },
    });
    return { services: services.map(serviceView) };
  });

/** A service with its ACLs, its topics and its users, with those secrets of theirs that are given, by id. */
export const wholeService = async (
  tx: ReadTransaction,
  service: Service,
  secrets: ReadonlyMap<string, KeptSecrets>,
): Promise<Out<typeof wire.ServiceEnvelope>['service']> => {
  const users = await tx.find('serviceUsers', {
    where: { serviceId: service.id },
    order: { column: 'username', direction: 'asc' },
  });
  const forms = await aclForms(tx, service.id);
  const view = serviceView(service);
  const own = secrets.get(serviceUserKey(service.id, PRIMARY_USER));
  return {
    ...view,
    ...(own
      ? {
          connection_info: {
            ...view.connection_info,
            kafka_access_cert: own.accessCert,
            kafka_access_key: own.accessKey,
          },
        }
      : {}),
    ...forms,
    topics: await topicsOf(tx, service.id),
    users: users.map((user) => vendorView(user, secrets.get(user.id) ?? null)),
  };
};

/** A service as changing one of its users answers. */
export const changedService = (
  service: Service,
  user: ServiceUser,
): Out<typeof wire.ChangedServiceEnvelope>['service'] => ({
  ...serviceView(service),
  users: [vendorView(user, null)],
});

/** One service with its ACLs, topics and users, without secrets. Errors: 404 for the project or the service. */
export const getService = (
  { store }: Deps,
  actorId: string,
  projectName: string,
  name: string,
): Promise<Out<typeof wire.ServiceEnvelope>> =>
  store.read(async (tx) => {
    const { service } = await findService(tx, await loadActor(tx, actorId), projectName, name);
    return { service: await wholeService(tx, service, new Map()) };
  });

/**
 * As getService, with the secrets of all its users for whoever may see them, which is recorded (R21, C6). What changes
 * while they are opened shows at the next call.
 */
export const getServiceWithSecrets = async (
  deps: Deps,
  actorId: string,
  projectName: string,
  name: string,
): Promise<Out<typeof wire.ServiceEnvelope>> => {
  const { store } = deps;
  const users = await store.write(async (tx) => {
    const actor = await loadActor(tx, actorId);
    const seen = await findService(tx, actor, projectName, name);
    return (await lookAtAll(deps, tx, actor, seen))
      ? tx.find('serviceUsers', { where: { serviceId: seen.service.id, sealed: { not: null } } })
      : [];
  });
  const secrets = await openAll(deps, users);
  return store.read(async (tx) => {
    const { service } = await findService(tx, await loadActor(tx, actorId), projectName, name);
    return { service: await wholeService(tx, service, secrets) };
  });
};

/** The topics of a service. Errors: 404 for the project or the service. */
export const listTopics = (
  { store }: Deps,
  actorId: string,
  projectName: string,
  name: string,
): Promise<Out<typeof wire.TopicList>> =>
  store.read(async (tx) => {
    const { service } = await findService(tx, await loadActor(tx, actorId), projectName, name);
    return { topics: await topicsOf(tx, service.id) };
  });
