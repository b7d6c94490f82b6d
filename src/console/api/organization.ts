// Which organization the paths are about. Remembered between visits, so that the first list need not wait for the session.
const KEY = 'latchkey.organization';

let known: string | undefined = remembered();
let waiting: ((id: string) => void)[] = [];

function remembered(): string | undefined {
  try {
    return localStorage.getItem(KEY) ?? undefined;
  } catch {
    return undefined;
  }
}

export const knownOrganization = (): string | undefined => known;

/** The session's organization. Before anyone has signed in it waits. */
export function organizationId(): Promise<string> {
  return known === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(known);
}

/** Told by the session. Returns whether what was remembered was wrong. */
export function setOrganization(id: string | undefined): boolean {
  const wrong = known !== undefined && id !== undefined && known !== id;
  known = id;
  try {
    if (id === undefined) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, id);
  } catch {
    // Without storage the first list waits for the session; nothing else changes.
  }
  if (id !== undefined) {
    for (const resolve of waiting) resolve(id);
    waiting = [];
  }
  return wrong;
}
