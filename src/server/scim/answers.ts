import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { PROBLEMS } from '../../contract/problems.ts';
import { ScimFault } from '../../domain/scim/fault.ts';
import { InputError } from '../../http/read-input.ts';
import { UnavailableError } from '../../service/ports/store.ts';
import { ProblemError } from '../../service/problem.ts';

const MEDIA = 'application/scim+json; charset=utf-8';

/** Any answer in SCIM's own media type. */
export const scimJson = (c: Context, body: object, status: ContentfulStatusCode = 200): Response =>
  c.body(JSON.stringify(body), status, { 'content-type': MEDIA, 'cache-control': 'no-store' });

const errorBody = ({ status, scimType, message }: ScimFault): object => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
  status: String(status),
  ...(scimType === null ? {} : { scimType }),
  detail: message,
});

/** At an address of SCIM where nothing is, which is no page of the console. */
export const nothingHere = (c: Context): Response =>
  scimJson(c, errorBody(new ScimFault(404, null, 'There is nothing here.')), 404);

/** Turns anything thrown into SCIM's error; what nobody foresaw says nothing of the inside. */
export const scimError = (c: Context, error: unknown, report: (error: unknown) => void): Response => {
  // Of the codes that carry a body.
  const answer = (fault: ScimFault): Response =>
    scimJson(c, errorBody(fault), fault.status as ContentfulStatusCode);
  if (error instanceof ScimFault) {
    if (error.status === 401) c.header('www-authenticate', 'Bearer realm="SCIM"');
    return answer(error);
  }
  if (error instanceof InputError) {
    const [{ code, message }] = error.problems;
    const status = PROBLEMS[code];
    return answer(new ScimFault(status, status === 400 ? 'invalidSyntax' : null, message));
  }
  if (error instanceof ProblemError) {
    if (error.code === 'too_many_requests') c.header('retry-after', error.metadata['retry_after'] ?? '60');
    return answer(new ScimFault(PROBLEMS[error.code], null, error.message));
  }
  if (error instanceof UnavailableError) {
    c.header('retry-after', '2');
    return answer(new ScimFault(503, null, error.message));
  }
  report(error);
  return answer(new ScimFault(500, null, 'Something failed on our side. Try again.'));
};
