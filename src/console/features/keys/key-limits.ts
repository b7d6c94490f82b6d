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
