/** A chain that is not what this installation signed: nothing may be signed behind it, nothing removed from it. */
export class BrokenChainError extends Error {
  override readonly name = 'BrokenChainError';
  readonly organizationId: string;
  constructor(organizationId: string, what: string) {
    super(
      `the audit chain of ${organizationId} was changed, so it is left as it is: ${what} (npm run admin -- audit verify)`,
    );
    this.organizationId = organizationId;
  }
}
