/** What a browser does of a login, without one: keeps cookies by origin and follows redirects. */
export interface UserAgent {
  /** By origin, name and value. */
  readonly cookies: Map<string, Map<string, string>>;
  /** Goes to an address, or sends a form to it, and follows where it leads. */
  go(url: string, form?: Readonly<Record<string, string>>): Promise<Page>;
  /** One request, no further. */
  send(url: string, init?: RequestInit): Promise<Response>;
}

export interface Page {
  readonly url: URL;
  readonly status: number;
  readonly text: string;
  /** The addresses on the way, the last one too. */
  readonly way: readonly string[];
}

const MOST_HOPS = 12;

export const createUserAgent = (): UserAgent => {
  const cookies = new Map<string, Map<string, string>>();
  const send = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const { origin } = new URL(url);
    const jar = cookies.get(origin) ?? new Map<string, string>();
    cookies.set(origin, jar);
    const headers = new Headers(init.headers);
    headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
    const answer = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const name = pair.slice(0, pair.indexOf('='));
      const value = pair.slice(name.length + 1);
      if (value === '' || /;\s*max-age=0/iu.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return answer;
  };
  return {
    cookies,
    send,
    go: async (url, form) => {
      let body = form && new URLSearchParams(form);
      const way: string[] = [];
      for (let at = url; way.length < MOST_HOPS;) {
        way.push(at);
        const answer = await send(at, body ? { method: 'POST', body } : {});
        body = undefined;
        const to = answer.headers.get('location');
        if (answer.status < 300 || answer.status > 399 || to === null)
          return { url: new URL(at), status: answer.status, text: await answer.text(), way };
        await answer.body?.cancel();
        at = new URL(to, at).href;
      }
      throw new Error(`too many redirects: ${way.join(' ')}`);
    },
  };
};
