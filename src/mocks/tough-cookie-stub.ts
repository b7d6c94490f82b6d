/** Stands in for the package tough-cookie in browser builds: a jar that stays empty (see vite.config.ts). */
export class CookieJar {
  getCookiesSync(): readonly never[] {
    return [];
  }

  async setCookie(): Promise<void> {
    // The backend's cookies travel in its own jar.
  }
}

export class MemoryCookieStore {
  readonly idx = {};
}

export const Cookie = { fromJSON: (): null => null };
