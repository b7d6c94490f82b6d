type Words = (provider: string) => string;

const SENTENCES = new Map<string, Words>(
  Object.entries({
    refused: (provider) => `${provider} did not sign you in. Try again, or ask whoever runs it.`,
    not_allowed: (provider) =>
      `${provider} knows you, but your account there does not let you in here. Ask an organization admin what it takes.`,
    no_email: (provider) =>
      `${provider} gave no email address for your account, and without one you cannot be told anything. Ask whoever runs it.`,
    email_taken: () =>
      'Somebody with your email address signs in another way here. Sign in that way; the two accounts are not taken for one.',
    no_organization: () => 'Nothing is set up here yet. Ask whoever runs this server.',
    expired: () => 'That login took too long, was used before, or began in another browser. Start again.',
    provider_down: (provider) =>
      `${provider} cannot be reached. Nothing is wrong with your account; try again in a moment.`,
    unknown_provider: () => 'There is no such way to sign in here. Choose one of these.',
  } satisfies Record<string, Words>),
);

/** Why a login came back without a session, in words. */
export const signInProblem = (error: string, provider: string | undefined): string =>
  SENTENCES.get(error)?.(provider ?? 'The provider') ?? 'Signing in failed on our side. Try again.';
