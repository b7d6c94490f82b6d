import {
  inUseOf,
  isMember,
  isWaiting,
  newestOf,
  oldOnesLive,
  type Model,
  type ModelAccess,
  type ModelCredential,
  type ModelPerson,
  type ModelRequest,
} from './state.ts';

/** What one person must see of an access; times in milliseconds since the run began. */
export interface SeenAccess {
  readonly state: string;
  readonly active: string | null;
  readonly user: string | null;
  readonly consumed: boolean;
  readonly first: boolean;
  readonly waitsUntil: number | null;
  readonly old: 'none' | 'open' | number;
  /** For each thing one may do, `allowed` or why not. */
  readonly verdicts: Readonly<Record<'rotate' | 'review' | 'retire' | 'delete', string>>;
}

export interface SeenRequest {
  readonly status: string;
  readonly outcome: string | null;
  readonly access: string;
  readonly requester: string;
  readonly decidedBy: string | null;
  readonly overlap: string;
  readonly failed: boolean;
  readonly verdicts: Readonly<Record<'approve' | 'decline' | 'delete' | 'retry', string>>;
}

/** Everything that is compared after each step. Lists are sorted. */
export interface Seen {
  readonly accesses: Readonly<Record<string, SeenAccess>>;
  readonly requests: Readonly<Record<string, SeenRequest>>;
  readonly credentials: readonly string[];
  readonly platform: readonly string[];
  readonly audit: readonly string[];
}

const STATE = {
  sealed: 'unviewed',
  claimed: 'shown',
  saved: 'active',
  unconfirmed: 'unconfirmed',
  expired: 'expired',
  compromised: 'compromised',
  revoked: 'revoked',
} as const;

const OUTCOME = { ...STATE, saved: 'saved', revoked: 'compromised' } as const;

const stateOf = (model: Model, access: ModelAccess): string => {
  const active = access.active === null ? null : model.requests[access.active]?.status;
  if (active === 'pending') return 'rotation_pending';
  if (active === 'provisioning') return 'rotation_provisioning';
  const newest = newestOf(access);
  if (newest) return STATE[newest.status];
  return access.first === 'making' ? 'provisioning' : 'failed';
};

const rotateVerdict = (model: Model, access: ModelAccess, by: ModelPerson): string => {
  if (!isMember(model, access.group, by)) return 'not_owner_group_member';
  if (access.first === 'making') return 'access_being_provisioned';
  if (access.active !== null) return 'rotation_in_progress';
  if (isWaiting(newestOf(access))) return 'credentials_waiting';
  return model.members[access.group].length > 1 ? 'allowed' : 'no_second_member';
};

const reviewVerdict = (model: Model, access: ModelAccess, by: ModelPerson): string => {
  const newest = newestOf(access);
  if (!newest) return 'credentials_not_ready';
  if (newest.owner !== by) return 'credentials_for_someone_else';
  if (!isMember(model, access.group, by)) return 'credentials_lost_owner';
  if (newest.status === 'expired') return 'credentials_expired';
  if (newest.status === 'compromised' || newest.status === 'revoked') return 'credentials_revoked';
  if (newest.status !== 'sealed') return 'credentials_consumed';
  return model.now < newest.expiresAt ? 'allowed' : 'credentials_expired';
};

const retireVerdict = (model: Model, access: ModelAccess, by: ModelPerson): string => {
  if (!isMember(model, access.group, by)) return 'not_owner_group_member';
  const inUse = inUseOf(access);
  if (!inUse || !oldOnesLive(inUse)) return 'no_old_credentials';
  return inUse.status === 'claimed' ? 'credentials_waiting' : 'allowed';
};

const deleteVerdict = (model: Model, access: ModelAccess, by: ModelPerson): string => {
  if (!isMember(model, access.group, by)) return 'not_owner_group_member';
  if (access.first === 'making') return 'access_being_provisioned';
  return access.active === null ? 'allowed' : 'rotation_in_progress';
};

const seenAccess = (model: Model, access: ModelAccess, by: ModelPerson): SeenAccess => {
  const newest = newestOf(access);
  const inUse = inUseOf(access);
  return {
    state: stateOf(model, access),
    active: access.active,
    user: isWaiting(newest) ? (newest?.owner ?? null) : null,
    consumed: !isWaiting(newest),
    first: newest?.request === null,
    waitsUntil: newest?.status === 'sealed' ? newest.expiresAt : null,
    old: inUse && oldOnesLive(inUse) ? (inUse.retireAt ?? 'open') : 'none',
    verdicts: {
      rotate: rotateVerdict(model, access, by),
      review: reviewVerdict(model, access, by),
      retire: retireVerdict(model, access, by),
      delete: deleteVerdict(model, access, by),
    },
  };
};

const seenRequest = (
  model: Model,
  request: ModelRequest,
  access: ModelAccess,
  by: ModelPerson,
): SeenRequest => {
  const made = request.credential === null ? undefined : access.credentials[request.credential];
  const member = isMember(model, access.group, by);
  const requesterStays = isMember(model, access.group, request.by);
  const decline = (): string => {
    if (!member) return 'not_owner_group_member';
    if (request.by === by) return 'own_request';
    return request.status === 'pending' ? 'allowed' : 'not_pending';
  };
  const retry = (): string => {
    if (!member) return 'not_owner_group_member';
    if (request.status !== 'failed') return 'not_failed';
    if (!access.alive) return 'access_deleted';
    if (access.active !== null) return 'rotation_in_progress';
    if ((newestOf(access)?.generation ?? 0) > (request.generation ?? 0)) return 'superseded';
    return requesterStays ? 'allowed' : 'requester_left_group';
  };
  const withdraw = (): string => {
    if (request.by !== by) return 'not_requester';
    return request.status === 'pending' ? 'allowed' : 'not_pending';
  };
  return {
    status: request.status,
    outcome: made ? OUTCOME[made.status] : null,
    access: request.access,
    requester: request.by,
    decidedBy: request.decidedBy,
    overlap: request.overlap,
    failed: request.status === 'failed',
    verdicts: {
      approve: decline() === 'allowed' && !requesterStays ? 'requester_left_group' : decline(),
      decline: decline(),
      delete: withdraw(),
      retry: retry(),
    },
  };
};

const credentialLine = (label: string, credential: ModelCredential): string =>
  [
    label,
    credential.generation,
    credential.status,
    `for ${credential.owner}`,
    `sealed ${isWaiting(credential)}`,
    `accepted ${credential.activatedAt}`,
    `old end ${credential.retireAt} ${credential.retired}`,
  ].join(', ');

/** What this person must see by the model, and what the store and the platform must hold. */
export const expectedView = (model: Model, by: ModelPerson): Seen => {
  const accesses = Object.entries(model.accesses).sort(([a], [b]) => (a < b ? -1 : 1));
  const requests = Object.entries(model.requests).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    accesses: Object.fromEntries(
      accesses
        .filter(([, { alive }]) => alive)
        .map(([label, access]) => [label, seenAccess(model, access, by)]),
    ),
    requests: Object.fromEntries(
      requests.flatMap(([label, request]) => {
        const access = model.accesses[request.access];
        const seen = access && (request.by === by || isMember(model, access.group, by));
        return seen ? [[label, seenRequest(model, request, access, by)]] : [];
      }),
    ),
    credentials: accesses
      .flatMap(([label, access]) => access.credentials.map((credential) => credentialLine(label, credential)))
      .sort(),
    platform: Object.entries(model.platform)
      .flatMap(([user, generations]) =>
        Object.entries(generations).map(
          ([number, { status, passwordEnded }]) => `${user}/${number} ${status} ${passwordEnded}`,
        ),
      )
      .sort(),
    audit: model.audit.toSorted(),
  };
};

/** Where two views differ, a line for each difference. */
export const differences = (seen: unknown, expected: unknown, path = ''): readonly string[] => {
  if (JSON.stringify(seen) === JSON.stringify(expected)) return [];
  if (Array.isArray(seen) && Array.isArray(expected)) {
    const left = [...expected];
    const extra = seen.filter((item) => {
      const at = left.indexOf(item);
      if (at >= 0) left.splice(at, 1);
      return at < 0;
    });
    return [
      ...extra.map((item) => `${path}: is ${String(item)}`),
      ...left.map((item) => `${path}: should be ${String(item)}`),
    ];
  }
  const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
  if (!isObject(seen) || !isObject(expected))
    return [`${path}: is ${JSON.stringify(seen)}, should be ${JSON.stringify(expected)}`];
  return [...new Set([...Object.keys(seen), ...Object.keys(expected)])].flatMap((key) =>
    differences(Reflect.get(seen, key), Reflect.get(expected, key), path === '' ? key : `${path}.${key}`),
  );
};
