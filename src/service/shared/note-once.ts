/** What is being noted by this process: a thousand calls at once need one note. */
const underWay = new Set<string>();

/** Notes something beside a call, one note of a name at a time. Never fails: no call is to wait for it, or to end because of it. */
export const noteOnce = async (name: string, note: () => Promise<void>): Promise<void> => {
  if (underWay.has(name)) return;
  underWay.add(name);
  try {
    await note();
  } catch {
    // The next one is noted.
  } finally {
    underWay.delete(name);
  }
};
