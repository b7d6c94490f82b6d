import * as accesses from './operations/accesses.ts';
import * as audit from './operations/audit.ts';
import * as demo from './operations/demo.ts';
import * as directory from './operations/directory.ts';
import * as incidents from './operations/incidents.ts';
import * as iam from './operations/iam.ts';
import * as keys from './operations/keys.ts';
import * as mail from './operations/mail.ts';
import * as requests from './operations/requests.ts';
import * as serviceUsers from './operations/service-users.ts';
import * as services from './operations/services.ts';
import * as session from './operations/session.ts';
import * as signIn from './operations/sign-in.ts';
import * as tokens from './operations/tokens.ts';
import * as webhooks from './operations/webhooks.ts';

/** Every operation of the API, by its id. Routes, /openapi.json and the conformance suite walk this. */
export const OPERATIONS = {
  ...session,
  ...signIn,
  ...directory,
  ...accesses,
  ...requests,
  ...demo,
  ...tokens,
  ...services,
  ...serviceUsers,
  ...keys,
  ...iam,
  ...mail,
  ...webhooks,
  ...incidents,
  ...audit,
};

/** Before the paths of the management API its clients may put this. */
export const IAM_PREFIX = '/api';

/** What the paths of the management API begin with: `/iam`, `/org`, … */
export const IAM_ROOTS: readonly string[] = [
  ...new Set(Object.values(iam).map(({ path }) => `/${path.split('/')[1]}`)),
];

/** What every path of the API begins with: `/v1`, `/iam`, … */
export const API_ROOTS: readonly string[] = [
  ...new Set(Object.values(OPERATIONS).map(({ path }) => `/${path.split('/')[1]}`)),
  IAM_PREFIX,
];

export type OperationId = keyof typeof OPERATIONS;
