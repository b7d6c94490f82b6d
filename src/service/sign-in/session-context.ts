/** What binds the sealed tokens of a session to that session alone. */
export const sessionContext = (sessionId: string): string => `session ${sessionId}`;
