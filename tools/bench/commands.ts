import { openConnection, requestHead, type Connection } from './connection.ts';
import { ORGANIZATION_PATH, type Rotatable } from './people.ts';

/** The commands that a rotation is made of, on one connection. Each throws unless it was carried out. */
export interface Commander {
  /** The request's id. */
  ask(rotatable: Rotatable): Promise<string>;
  approve(rotatable: Rotatable, requestId: string): Promise<void>;
  decline(rotatable: Rotatable, requestId: string): Promise<void>;
  /** The requester sees the new credentials. */
  claim(rotatable: Rotatable, claim: string): Promise<void>;
  close(): void;
}

const post = async (connection: Connection, path: string, cookie: string, body: object): Promise<unknown> => {
  const text = JSON.stringify(body);
  const head = requestHead('POST', ORGANIZATION_PATH + path, {
    cookie,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(text)),
  });
  const answer = await connection.send(head, text);
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.body.toString()}`);
  return JSON.parse(answer.body.toString());
};

/** Connects to the server. */
export const openCommander = async (url: string): Promise<Commander> => {
  const connection = await openConnection(url);
  return {
    ask: async ({ accessId, requester }) => {
      const answer = await post(connection, '/requests', requester, {
        request_type: 'rotate_credentials',
        access_id: accessId,
        message: 'Asked for by the benchmark.',
      });
      // The contract's answer to createRequest.
      return (answer as { request: { request_id: string } }).request.request_id;
    },
    approve: async ({ approver }, requestId) =>
      void (await post(connection, `/requests/${requestId}/approve`, approver, {})),
    decline: async ({ approver }, requestId) =>
      void (await post(connection, `/requests/${requestId}/decline`, approver, { reason: 'Measured.' })),
    claim: async ({ accessId, requester }, claim) =>
      void (await post(connection, `/access/${accessId}/credentials/claim`, requester, { claim })),
    close: () => connection.close(),
  };
};

/** Decides requests beside a measurement. */
export interface Busy {
  /** Ends it; how many commands per second were carried out. */
  stop(): Promise<number>;
}

/**
 * So many commands each second: requests are made, and of these one half approved, the other declined. They begin on
 * time even when earlier ones are not answered yet.
 */
export const keepBusy = async (
  url: string,
  rotatable: readonly Rotatable[],
  perSecond: number,
): Promise<Busy> => {
  const idle = await Promise.all(Array.from({ length: 16 }, () => openCommander(url)));
  const all = [...idle];
  const pending: { readonly rotatable: Rotatable; readonly requestId: string }[] = [];
  const waiting = [...rotatable];
  const under = new Set<Promise<void>>();
  const started = performance.now();
  let done = 0;
  let decisions = 0;
  const failures: unknown[] = [];

  const act = async (commander: Commander): Promise<void> => {
    const found = pending.shift();
    if (!found) {
      const next = waiting.shift();
      if (!next) throw new Error('no access is left to be rotated');
      pending.push({ rotatable: next, requestId: await commander.ask(next) });
    } else if (waiting.length > rotatable.length / 2 && (decisions += 1) % 2 === 0)
      await commander.approve(found.rotatable, found.requestId);
    else {
      await commander.decline(found.rotatable, found.requestId);
      // Free to be asked for again; where many are in rotation, all that follow are declined.
      waiting.push(found.rotatable);
    }
    done += 1;
  };

  const timer = setInterval(() => {
    const commander = idle.pop();
    if (!commander) return;
    const work = act(commander)
      .catch((error: unknown) => void failures.push(error))
      .finally(() => {
        idle.push(commander);
        under.delete(work);
      });
    under.add(work);
  }, 1000 / perSecond);

  return {
    stop: async () => {
      clearInterval(timer);
      const rate = done / ((performance.now() - started) / 1000);
      await Promise.all(under);
      for (const commander of all) commander.close();
      if (failures.length > 0) throw new AggregateError(failures, 'commands failed');
      return rate;
    },
  };
};
