/** What may be set in the environment. An empty value means "not set". */
export interface Option<T> {
  readonly name: string;
  /** What holds when it is not set, as it would be written. */
  readonly preset: string;
  readonly about: string;
  /** Its value is never printed. */
  readonly secret?: true;
  /** Throws a RangeError whose message goes on after the option's name. Never names the value of a secret. */
  readonly parse: (text: string) => T;
}

/** Infers what an option's parse gives. */
export const option = <T>(o: Option<T>): Option<T> => o;

/** One of these words. */
export const oneOf =
  <const T extends string>(...words: readonly T[]) =>
  (text: string): T => {
    const found = words.find((word) => word === text);
    if (found === undefined) throw new RangeError(`must be ${words.join(' or ')}`);
    return found;
  };

/** A whole number in these bounds. */
export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = /^\d{1,9}$/u.test(text) ? Number(text) : -1;
    if (value < least || value > most)
      throw new RangeError(`must be a whole number from ${least} to ${most}`);
    return value;
  };
