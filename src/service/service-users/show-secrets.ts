import type { Out } from '../../contract/operation.ts';
import type * as wire from '../../contract/schemas/service-users.ts';
import { mayOperateProject, maySeePassword, maySeeSecrets } from '../../domain/policy/service-users.ts';
import type { ServiceUser } from '../../domain/service-user/service-user.ts';
import { topicsOf } from '../accesses/topics-of.ts';
import type { Deps } from '../deps.ts';
import { PlatformRefusedError, type Transaction } from '../ports/ports.ts';
import { UnavailableError } from '../ports/store.ts';
import { demand } from '../problem.ts';
import { loadActor, loadActorIn } from '../shared/actor.ts';
import { recordAudit } from '../shared/record.ts';
import { connectionOf } from '../services/connection.ts';
import { announceUsers } from './announce.ts';
import { findServiceUser, policyFacts, type SeenUser, type UserPath } from './find-user.ts';
import { namesOfUser } from './names-of-user.ts';
import { openUserSecrets, type KeptSecrets } from './user-secrets.ts';

type Actor = Awaited<ReturnType<typeof loadActor>>;

/** Records that somebody looked at one user's secrets, in the transaction that hands them out (C6). */
const recordLook = async (
  { ids, clock }: Pick<Deps, 'ids' | 'clock'>,
  tx: Transaction,
  actor: Actor,
  seen: SeenUser,
  purpose: string,
): Promise<void> => {
  const now = clock.now();
  await tx.update('serviceUsers', seen.user.id, { secretsViewedAt: now, secretsViewedBy: actor.name });
  const names = namesOfUser(seen.user);
  await recordAudit(tx, ids, now, {
    actor,
    action: 'service_user.secrets_viewed',
    ...names,
    details: { ...names.details, purpose },
  });
  announceUsers(tx, seen.user.organizationId);
};

/** The project's CAs as they are now; as they were when the pair was made, should the platform not answer. */
const currentCas = async (
  { platform }: Pick<Deps, 'platform'>,
  projectName: string,
  known: string,
): Promise<string> => {
  try {
    return await platform.caCertificate(projectName);
  } catch (error) {
    if (error instanceof UnavailableError || error instanceof PlatformRefusedError) return known;
    throw error;
  }
};

/**
 * What is kept of a user's secrets, as far as the purpose needs them; the look is recorded (C6). Errors: 403 unless admin
 * or operator of the project, 404, 409 where nothing is kept.
 */
export const showSecrets = async (
  deps: Deps,
  actorId: string,
  path: UserPath & { readonly organization_id: string },
  purpose: wire.SecretPurpose,
): Promise<Out<typeof wire.ShownSecrets>> => {
  const { user, service, access } = await deps.store.write(async (tx) => {
    const actor = await loadActorIn(tx, actorId, path.organization_id);
    const seen = await findServiceUser(tx, actor, path);
    const facts = policyFacts(seen);
    demand(purpose === 'password' ? maySeePassword(facts) : maySeeSecrets(facts));
    await recordLook(deps, tx, actor, seen, purpose);
    return seen;
  });
  const kept = await openUserSecrets(deps.sealer, user.id, user.sealed ?? '');
  const whole = purpose === 'download';
  const withCas = whole || purpose === 'access_cert';
  return {
    credentials: {
      username: user.username,
      ...((whole || purpose === 'password') && kept.password !== undefined
        ? { password: kept.password }
        : {}),
      ...(whole || purpose === 'access_key' ? { access_key: kept.accessKey } : {}),
      ...(withCas
        ? {
            access_cert: kept.accessCert,
            ca_cert: await currentCas(deps, service.projectName, kept.caCert),
          }
        : {}),
    },
    connection: connectionOf(service),
    topics: topicsOf(access?.acls ?? []),
  };
};

/** One service user with the secrets that an access token's holder may see, the look recorded (R21, C6). */
export const lookAtUser = async (
  deps: Deps,
  actorId: string,
  path: UserPath,
): Promise<{ readonly user: ServiceUser; readonly secrets: KeptSecrets | null }> => {
  const user = await deps.store.write(async (tx) => {
    const actor = await loadActor(tx, actorId);
    const seen = await findServiceUser(tx, actor, path);
    if (!maySeeSecrets(policyFacts(seen)).allowed) return { ...seen.user, sealed: null };
    await recordLook(deps, tx, actor, seen, 'api');
    return seen.user;
  });
  const secrets = user.sealed === null ? null : await openUserSecrets(deps.sealer, user.id, user.sealed);
  return { user, secrets };
};

/** Whether this person may see the secrets of all of a service's users; if so, that they did is recorded. */
export const lookAtAll = async (
  { ids, clock }: Pick<Deps, 'ids' | 'clock'>,
  tx: Transaction,
  actor: Actor,
  { role, service }: Pick<SeenUser, 'role' | 'service'>,
): Promise<boolean> => {
  if (!mayOperateProject({ role, project: service.projectName }).allowed) return false;
  const now = clock.now();
  await tx.update('services', service.id, { secretsViewedAt: now, secretsViewedBy: actor.name });
  await recordAudit(tx, ids, now, {
    actor,
    action: 'service.secrets_viewed',
    organizationId: service.organizationId,
    resourceName: service.name,
    details: { project: service.projectName },
  });
  announceUsers(tx, service.organizationId);
  return true;
};

/** How many seals are opened at a time. */
const AT_ONCE = 100;

/** Opens what is kept of these users' secrets, by id. */
export const openAll = async (
  { sealer }: Pick<Deps, 'sealer'>,
  users: readonly ServiceUser[],
): Promise<ReadonlyMap<string, KeptSecrets>> => {
  const opened = new Map<string, KeptSecrets>();
  for (let start = 0; start < users.length; start += AT_ONCE)
    await Promise.all(
      users.slice(start, start + AT_ONCE).map(async ({ id, sealed }) => {
        if (sealed !== null) opened.set(id, await openUserSecrets(sealer, id, sealed));
      }),
    );
  return opened;
};
