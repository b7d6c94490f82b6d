/** As the contract has them, in characters. */
export const DESCRIPTION_MAX = 1000;
export const ACCOUNT_NAME_MAX = 64;
export const ACCOUNT_DESCRIPTION_MAX = 128;

/** What is wrong with a text of at most so many characters; undefined when nothing is. */
export const tooLong = (text: string, most: number): string | undefined =>
  [...text.trim()].length > most ? `Shorten it to ${most} characters.` : undefined;

export const descriptionProblem = (text: string): string | undefined => tooLong(text, DESCRIPTION_MAX);

export const accountNameProblem = (name: string): string | undefined =>
  name.trim() === '' ? 'Give it a name.' : tooLong(name, ACCOUNT_NAME_MAX);

/** Characters of a message for the approvers, as the server has it. */
export const MESSAGE_MAX = 500;

/** What is wrong with a message for the approvers; undefined when nothing is. */
export const messageProblem = (message: string): string | undefined => {
  const length = [...message.trim()].length;
  if (length === 0) return 'Write what the key is needed for.';
  return length > MESSAGE_MAX ? `Shorten it to ${MESSAGE_MAX} characters.` : undefined;
};
