/**
 * What the model knows: written from the behaviours (R2 to R22) and the decisions alone. It shares no rule with the
 * backend, so that a mistake would have to be made twice to go unseen.
 */

export const MODEL_PEOPLE = ['ada', 'ben', 'cid', 'dan', 'eve', 'fay'] as const;
export type ModelPerson = (typeof MODEL_PEOPLE)[number];
/** Two groups of one organization, whose admin is Eve; Fay belongs to another organization. */
export type ModelGroup = 'grp_payments' | 'grp_logistics';
/** overlap: old and new passwords work beside each other; single: a new one ends the old. */
export type ModelService = 'overlap' | 'single';
export type ModelFault = 'platform_down' | 'platform_refuses';
export type ModelOverlap = 'immediately' | '1_hour' | '24_hours' | '7_days';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** How long the old credentials stay after the new ones are saved (R2). */
export const OVERLAP_LENGTH: Readonly<Record<ModelOverlap, number>> = {
  immediately: 0,
  '1_hour': HOUR,
  '24_hours': DAY,
  '7_days': 7 * DAY,
};

export interface ModelCredential {
  readonly owner: ModelPerson;
  readonly request: string | null;
  readonly generation: number;
  readonly overlap: ModelOverlap;
  readonly replacesOld: boolean;
  readonly expiresAt: number;
  status: 'sealed' | 'claimed' | 'saved' | 'unconfirmed' | 'expired' | 'compromised' | 'revoked';
  claim: string | null;
  activatedAt: number | null;
  windowEndsAt: number | null;
  retireAt: number | null;
  retired: boolean;
}

export interface ModelAccess {
  readonly group: ModelGroup;
  readonly service: ModelService;
  readonly username: string;
  readonly createdBy: ModelPerson;
  alive: boolean;
  /** How its first credentials fared. */
  first: 'making' | 'made' | 'failed';
  lastGeneration: number;
  /** The rotation in progress (R4). */
  active: string | null;
  /** Reported as compromised, and nothing was accepted since (P8): there are no old credentials beside new ones. */
  ended: boolean;
  /** Everything that was made for it, oldest first. */
  readonly credentials: ModelCredential[];
}

export interface ModelRequest {
  readonly access: string;
  readonly by: ModelPerson;
  readonly overlap: ModelOverlap;
  status: 'pending' | 'provisioning' | 'approved' | 'declined' | 'deleted' | 'failed';
  decidedBy: ModelPerson | null;
  generation: number | null;
  /** Index into the access's credentials. */
  credential: number | null;
}

/** A report of compromised credentials (P8). */
export interface ModelIncident {
  readonly access: string;
  readonly by: ModelPerson;
  /** The highest generation that it ends. */
  readonly generation: number;
  /** Whether the platform has ended all of it. */
  revoked: boolean;
  closedBy: ModelPerson | null;
}

/** What is still to be done, by the worker. `number` is an index into the access's credentials, or a generation. */
export type ModelJob = { runAt: number; attempts: number; readonly access: string } & (
  | { readonly kind: 'provision'; readonly request: string | null }
  | {
      readonly kind: 'activate' | 'close_window' | 'expire' | 'retire_old' | 'discard' | 'remove_user';
      readonly number: number;
    }
  | { readonly kind: 'revoke'; readonly incident: string }
);

export interface ModelGeneration {
  status: 'prepared' | 'active' | 'retired' | 'discarded';
  passwordEnded: boolean;
}

export interface Model {
  /** Milliseconds since the run began. */
  now: number;
  fault: ModelFault | null;
  readonly members: Record<ModelGroup, ModelPerson[]>;
  /** Who was removed from the organization. */
  readonly gone: ModelPerson[];
  /** Who has the role OrganizationAdmin. */
  readonly admins: ModelPerson[];
  readonly accesses: Record<string, ModelAccess>;
  readonly requests: Record<string, ModelRequest>;
  /** Oldest first. */
  readonly incidents: Record<string, ModelIncident>;
  readonly jobs: ModelJob[];
  /** One line for each transition (A3). */
  readonly audit: string[];
  /** By service and user name, then by generation. */
  readonly platform: Record<string, Record<number, ModelGeneration>>;
}

const grown = (
  group: ModelGroup,
  service: ModelService,
  username: string,
  createdBy: ModelPerson,
): ModelAccess => ({
  group,
  service,
  username,
  createdBy,
  alive: true,
  first: 'made',
  lastGeneration: 1,
  active: null,
  ended: false,
  credentials: [
    {
      owner: createdBy,
      request: null,
      generation: 1,
      overlap: 'immediately',
      replacesOld: false,
      expiresAt: 7 * DAY,
      status: 'saved',
      claim: 'another page',
      activatedAt: 0,
      windowEndsAt: 10 * MINUTE,
      retireAt: null,
      retired: false,
    },
  ],
});

export const userKey = (access: Pick<ModelAccess, 'service' | 'username'>): string =>
  `${access.service}/${access.username}`;

/** The world in which every run begins: three accesses whose first credentials are saved and in use. */
export const firstModel = (): Model => ({
  now: 0,
  fault: null,
  members: { grp_payments: ['ada', 'ben', 'cid'], grp_logistics: ['dan'] },
  gone: [],
  admins: ['eve'],
  accesses: {
    orders: grown('grp_payments', 'overlap', 'orders-user', 'ada'),
    stock: grown('grp_payments', 'single', 'stock-user', 'ada'),
    lonely: grown('grp_logistics', 'overlap', 'lonely-user', 'dan'),
  },
  requests: {},
  incidents: {},
  jobs: [],
  audit: [],
  platform: {
    'overlap/orders-user': { 1: { status: 'active', passwordEnded: false } },
    'single/stock-user': { 1: { status: 'active', passwordEnded: false } },
    'overlap/lonely-user': { 1: { status: 'active', passwordEnded: false } },
  },
});

/** The access of this label; the model only names what it made. */
export const accessOf = (model: Model, label: string): ModelAccess => {
  const access = model.accesses[label];
  if (!access) throw new Error(`the model has no access ${label}`);
  return access;
};

export const requestOf = (model: Model, label: string): ModelRequest => {
  const request = model.requests[label];
  if (!request) throw new Error(`the model has no request ${label}`);
  return request;
};

export const isMember = (model: Model, group: ModelGroup, person: ModelPerson): boolean =>
  model.members[group].includes(person);

/** The newest credentials made for an access. */
export const newestOf = (access: ModelAccess): ModelCredential | undefined => access.credentials.at(-1);

/** The newest credentials that the platform has accepted: older ones are the old ones (R22). */
export const inUseOf = (access: ModelAccess): ModelCredential | undefined =>
  access.credentials.findLast((credential) => credential.activatedAt !== null);

/** Whether old credentials still work beside those in use. */
export const oldOnesLive = (inUse: ModelCredential): boolean => inUse.replacesOld && !inUse.retired;

export const isWaiting = (credential: ModelCredential | undefined): boolean =>
  credential?.status === 'sealed' || credential?.status === 'claimed';

export const generationsOf = (model: Model, access: ModelAccess): Record<number, ModelGeneration> =>
  (model.platform[userKey(access)] ??= {});

export const record = (
  model: Model,
  action: string,
  actor: ModelPerson | null,
  access: string | null,
  request: string | null,
): void =>
  void model.audit.push(`${action} by ${actor ?? 'system'} on ${access ?? '-'} for ${request ?? '-'}`);

/** The rotation that made these credentials is over (R4). */
export const closeRotation = (access: ModelAccess, credential: ModelCredential): void => {
  if (credential.request !== null && access.active === credential.request) access.active = null;
};

const mapped = <T>(things: Readonly<Record<string, T>>, change: (thing: T) => T): Record<string, T> =>
  Object.fromEntries(Object.entries(things).map(([key, thing]) => [key, change(thing)]));

/** A model of its own to change; many times faster than structuredClone, which choosing commands would feel. */
export const copyModel = (model: Model): Model => ({
  ...model,
  members: {
    grp_payments: [...model.members.grp_payments],
    grp_logistics: [...model.members.grp_logistics],
  },
  gone: [...model.gone],
  admins: [...model.admins],
  incidents: mapped(model.incidents, (incident) => ({ ...incident })),
  accesses: mapped(model.accesses, (access) => ({
    ...access,
    credentials: access.credentials.map((credential) => ({ ...credential })),
  })),
  requests: mapped(model.requests, (request) => ({ ...request })),
  jobs: model.jobs.map((job) => ({ ...job })),
  audit: [...model.audit],
  platform: mapped(model.platform, (generations) => mapped(generations, (one) => ({ ...one }))),
});
