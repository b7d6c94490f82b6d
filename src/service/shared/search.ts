/** The words of a search, each of which must occur somewhere in the row; more than ten add nothing but work. */
export const searchWords = (search: string | undefined): readonly string[] =>
  (search ?? '')
    .split(/\s+/u)
    .filter((word) => word !== '')
    .slice(0, 10);
