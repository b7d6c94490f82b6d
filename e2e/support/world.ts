import {
  expect,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from '@playwright/test';
import type { AnswerOf, Operation } from '../../src/contract/operation.ts';
import {
  advanceClock,
  authenticateKeyOnPlatform,
  authenticateOnPlatform,
  expireSessions,
  resetDemo,
  setFaults,
} from '../../src/contract/operations/demo.ts';
import type { Fault } from '../../src/contract/schemas/demo.ts';
import type { PersonaName } from '../../src/contract/schemas/session.ts';
import { ORGANIZATION, PEOPLE, PERSONAS } from '../../src/mocks/seed/organization.ts';
import type { Host } from './host-option.ts';
import type { RunningHost } from './running-host.ts';

/** What came back, read whole. `body` is what the JSON says, or the text of anything else. */
export interface Answer<Body = unknown> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body;
}

export interface CallArgs {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface AsOptions {
  /** Where to go first; the accesses without it. */
  readonly path?: string;
  /** Of the browser that this opens; on the mock the first page decides for all. */
  readonly look?: Pick<BrowserContextOptions, 'viewport' | 'colorScheme' | 'reducedMotion'>;
}

/** Seconds, for `world.clock`. */
export const MINUTE = 60;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const nameOf = (persona: PersonaName): string => PEOPLE[PERSONAS[persona].person].name;

/** A fresh demo organization on either host, and the people who use it. */
export class World {
  readonly host: Host;
  /** What the server has said and where it keeps its data; undefined on the mock. */
  readonly server: RunningHost['server'];
  readonly #running: RunningHost;
  readonly #browser: Browser;
  readonly #contexts: BrowserContext[] = [];
  readonly #pages: Page[] = [];

  constructor(host: Host, running: RunningHost, browser: Browser) {
    this.host = host;
    this.#running = running;
    this.server = running.server;
    this.#browser = browser;
  }

  /** Puts the demo back as it was at first. A new browser holds a new demo, so only the server is asked. */
  async begin(): Promise<void> {
    if (this.host === 'mock') return;
    for (const { method, path } of [resetDemo, setFaults]) {
      const response = await fetch(new URL(path, this.#running.url), {
        method,
        ...(method === 'PUT' ? { body: JSON.stringify({ faults: [] }) } : {}),
      });
      expect(response.status, `${method} ${path}`).toBe(200);
    }
  }

  async end(): Promise<void> {
    for (const context of this.#contexts) await context.close();
  }

  /** The address of a path of the console: behind the hash where a static host knows one page only. */
  url(path: string): string {
    return this.host === 'mock' ? `${this.#running.url}#${path}` : new URL(path, this.#running.url).href;
  }

  /** A path as the page's address says it, for `toHaveURL`. */
  at(pattern: string): RegExp {
    return new RegExp(`${this.host === 'mock' ? '#' : '[^#]'}${pattern}$`, 'u');
  }

  /**
   * A page signed in as the persona. On the mock all of them are tabs of one browser, since that browser is the backend;
   * each tab has a session of its own. On the server everyone has their own browser.
   */
  async as(persona: PersonaName, { path = '/accesses', look = {} }: AsOptions = {}): Promise<Page> {
    const context = await this.#contextFor(persona, look);
    const page = await context.newPage();
    this.#pages.push(page);
    await page.goto(this.url(path));
    await this.signedIn(page, this.host === 'mock' ? 'requester' : persona);
    if (this.host === 'mock' && persona !== 'requester') await this.switchTo(page, persona);
    return page;
  }

  /** A second tab of the same person in the same browser; opened by the first, it begins with a copy of its session. */
  async tabOf(page: Page, path: string): Promise<Page> {
    const opening = page.waitForEvent('popup');
    await page.evaluate((url) => void window.open(url), this.url(path));
    const tab = await opening;
    this.#pages.push(tab);
    return tab;
  }

  async #contextFor(persona: PersonaName, look: AsOptions['look'] = {}): Promise<BrowserContext> {
    const [shared] = this.#contexts;
    if (this.host === 'mock' && shared) return shared;
    const context = await this.#browser.newContext(look);
    this.#contexts.push(context);
    if (this.host === 'server') {
      const response = await context.request.post(this.url('/v1/session'), { data: { persona } });
      expect(response.status()).toBe(200);
    }
    return context;
  }

  async signedIn(page: Page, persona: PersonaName): Promise<void> {
    await expect(page.getByRole('button', { name: `${nameOf(persona)}, switch persona` })).toBeVisible({
      timeout: 15_000,
    });
  }

  /** Through the top bar's menu (A6). */
  async switchTo(page: Page, persona: PersonaName): Promise<void> {
    await page.getByRole('button', { name: 'Switch persona' }).click();
    await page
      .getByRole('menu', { name: 'Switch persona' })
      .getByRole('menuitemradio', { name: `${nameOf(persona)}, ${persona}` })
      .click();
    await this.signedIn(page, persona);
  }

  /** Any call, from the page's own session. */
  async api(page: Page, method: string, path: string, body?: unknown): Promise<Answer> {
    return page.evaluate(
      async (call) => {
        const response = await fetch(call.path, {
          method: call.method,
          cache: 'no-store',
          headers: { 'content-type': 'application/json' },
          ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
        });
        const text = await response.text();
        const json = response.headers.get('content-type')?.startsWith('application/json') === true;
        return {
          status: response.status,
          headers: Object.fromEntries(response.headers),
          body: json ? (JSON.parse(text) as unknown) : text,
        };
      },
      { method, path, body },
    );
  }

  /** One operation of the contract; whatever comes back. */
  async call<O extends Operation>(page: Page, op: O, args: CallArgs = {}): Promise<Answer<AnswerOf<O>>> {
    const params: Readonly<Record<string, string>> = { organization_id: ORGANIZATION.id, ...args.params };
    const path = op.path.replaceAll(/\{(\w+)\}/gu, (_, name: string) =>
      encodeURIComponent(params[name] ?? ''),
    );
    const query = new URLSearchParams(args.query).toString();
    const answer = await this.api(page, op.method, query === '' ? path : `${path}?${query}`, args.body);
    // The conformance suite holds answers against their schemas; tests of refusals look at the status only.
    return answer as Answer<AnswerOf<O>>;
  }

  /** As `call`, where a success is expected. */
  async done<O extends Operation>(page: Page, op: O, args: CallArgs = {}): Promise<AnswerOf<O>> {
    const { status, body } = await this.call(page, op, args);
    expect(status, `${op.id}: ${JSON.stringify(body)}`).toBe(op.status);
    return body;
  }

  /** Moves the demo's clock ahead and carries out what falls due. */
  async clock(seconds: number): Promise<void> {
    await this.done(this.#anyPage(), advanceClock, { body: { seconds } });
  }

  async faults(faults: readonly Fault[]): Promise<void> {
    await this.done(this.#anyPage(), setFaults, { body: { faults } });
  }

  async expireSessions(): Promise<void> {
    await this.done(this.#anyPage(), expireSessions);
  }

  /** Whether the simulated platform accepts a password or certificate, and as which generation. */
  authenticate(proof: {
    readonly project_name: string;
    readonly service_name: string;
    readonly username: string;
    readonly password?: string;
    readonly access_cert?: string;
  }): Promise<AnswerOf<typeof authenticateOnPlatform>> {
    return this.done(this.#anyPage(), authenticateOnPlatform, { body: proof });
  }

  /** Whether a resource of the simulated platform lets this API key in. */
  async acceptsKey(key: string, secret: string, resource_id: string): Promise<boolean> {
    const body = { key, secret, resource_id };
    return (await this.done(this.#anyPage(), authenticateKeyOnPlatform, { body })).accepted;
  }

  #anyPage(): Page {
    const page = this.#pages.find((candidate) => !candidate.isClosed());
    if (!page) throw new Error('Nobody is there yet: call world.as first');
    return page;
  }
}
