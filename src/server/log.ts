import { AsyncLocalStorage } from 'node:async_hooks';
import { hideTokens } from '../http/hide-tokens.ts';

/** The request that the current work belongs to. */
export interface RequestFacts {
  readonly id: string;
  readonly method: string;
  /** Without the query, in which people type. */
  readonly path: string;
}

export interface Log {
  /** Strikes these out as well from now on. */
  hide(secrets: readonly string[]): void;
  note(message: string): void;
  warn(message: string): void;
  /** One answered request. */
  request(answered: {
    readonly operation: string;
    readonly status: number;
    readonly milliseconds: number;
  }): void;
  /** A fault that nobody foresaw, with the request it happened in. */
  fault(message: string, error: unknown): void;
}

/** Set while a request is answered. */
export const currentRequest = new AsyncLocalStorage<RequestFacts>();

/** Deep enough for a driver's error inside a store's. */
const DEPTH = 4;

/** Only what is named here: drivers hang queries and their values on their errors. */
const describe = (error: unknown, depth = DEPTH): unknown => {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  // A cause that is no error may be anything, such as the whole answer that a library was given.
  const cause = error.cause instanceof Error && depth > 0 ? { cause: describe(error.cause, depth - 1) } : {};
  return { name: error.name, message: error.message, ...code, stack: error.stack, ...cause };
};

/** One line of JSON for each entry; the given secrets, all access tokens and secrets of API keys are struck out wherever they turn up. */
export const createLog = (write: (line: string) => void, secrets: readonly string[] = []): Log => {
  const hidden = secrets.filter((secret) => secret !== '');
  const entry = (level: 'info' | 'warn' | 'error', message: string, more: object): void => {
    const facts = {
      time: new Date().toISOString(),
      level,
      message,
      request: currentRequest.getStore(),
      ...more,
    };
    const clean = (_key: string, value: unknown): unknown =>
      typeof value === 'string'
        ? hidden.reduce((text, secret) => text.replaceAll(secret, '[hidden]'), hideTokens(value))
        : value;
    write(`${JSON.stringify(facts, clean)}\n`);
  };
  return {
    hide: (more) => void hidden.push(...more.filter((secret) => secret !== '')),
    request: (answered) => entry('info', 'request', answered),
    note: (message) => entry('info', message, {}),
    warn: (message) => entry('warn', message, {}),
    fault: (message, error) => entry('error', message, { error: describe(error) }),
  };
};
