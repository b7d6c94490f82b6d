/** The words of RFC 7644 for what is wrong with a call; null where it has none. */
export type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue';

/** A call that SCIM answers with an error. The detail says nothing that the caller did not send. */
export class ScimFault extends Error {
  override readonly name = 'ScimFault';
  readonly status: number;
  readonly scimType: ScimType | null;
  constructor(status: number, scimType: ScimType | null, detail: string) {
    super(detail);
    this.status = status;
    this.scimType = scimType;
  }
}

/** What the caller sent does not fit: 400. */
export const unfit = (scimType: ScimType, detail: string): ScimFault => new ScimFault(400, scimType, detail);
