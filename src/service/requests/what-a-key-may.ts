import type { RequestDetails } from '../../contract/schemas/requests.ts';
import { toWireTime } from '../../contract/text.ts';
import { KEYS_PER_ACCOUNT, UNVIEWED_KEY_LIFE } from '../../domain/api-key/api-key.ts';
import { reaches } from '../../domain/api-key/role.ts';
import { mayCreateKey, mayOwnKey } from '../../domain/policy/api-keys.ts';
import type { Request } from '../../domain/request/request.ts';
import { COUNTED } from '../keys/counted.ts';
import { bindingsOf, findPrincipal } from '../keys/principal.ts';
import { bindingViews } from '../keys/roles.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import { verdictView } from '../shared/verdict-view.ts';

/**
 * What a key that is asked for would be able to do (P6): the roles of its owner that reach its resource, all of them for a
 * Cloud key. Nothing for other requests, and where its resource or its owner is gone.
 */
export const whatKeyMay = async (
  tx: ReadTransaction,
  { keyWish, requesterId, apiKeyId }: Request,
): Promise<Pick<RequestDetails, 'api_key'>> => {
  if (keyWish === null) return {};
  const owner = await findPrincipal(tx, keyWish.ownerId);
  const target =
    keyWish.resourceKind === 'cloud' ? null : ((await tx.get('clusters', keyWish.resourceId)) ?? undefined);
  if (!owner || target === undefined) return {};
  const bindings = await bindingsOf(tx, requesterId);
  const used = await tx.count('apiKeys', { where: { ownerId: owner.id, ...COUNTED } });
  const create = mayCreateKey({ bindings, target, door: 'console' });
  const reaching = owner.bindings.filter((binding) => target === null || reaches(binding, target));
  const key = await tx.get('apiKeys', apiKeyId ?? '');
  return {
    api_key: {
      create: verdictView(create.allowed ? mayOwnKey({ actorId: requesterId, owner, keys: used }) : create),
      roles: (await bindingViews(tx, reaching, { bindings })).map(({ role, scope_name }) => ({
        role,
        scope_name,
      })),
      used,
      limit: KEYS_PER_ACCOUNT,
      ...(key && key.claimHash === null
        ? { expire_time: toWireTime(key.createdAt + UNVIEWED_KEY_LIFE) }
        : {}),
    },
  };
};
