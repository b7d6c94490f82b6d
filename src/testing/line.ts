import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** A way to a server on loopback that can be cut, slowed and silenced. */
export interface Line {
  /** The target's address by way of this line. */
  readonly url: string;
  /** Ends what is open and refuses what is new. */
  cut(): void;
  /** Lets everything arrive so much later, in milliseconds. */
  delay(milliseconds: number): void;
  /** Keeps every connection open, but nothing arrives. */
  silence(): void;
  /** As it was at first; what was held back arrives. */
  mend(): void;
  /** Ends it. */
  close(): void;
}

/** Opens a line to the host and port of `target`. */
export const openLine = async (target: URL): Promise<Line> => {
  const open = new Set<Socket>();
  let isCut = false;
  let late = 0;
  let heard = Promise.withResolvers<void>();
  heard.resolve();

  const pass = (from: Socket, to: Socket): void => {
    let before: Promise<unknown> = Promise.resolve();
    const deliver = (end: () => void): void => {
      const due = performance.now() + late;
      const gate = heard.promise;
      before = before.then(async () => {
        await gate;
        if (due > performance.now()) await wait(due - performance.now());
        if (!to.destroyed) end();
      });
    };
    open.add(from);
    from.on('data', (data) => deliver(() => void to.write(data)));
    from.on('end', () => deliver(() => void to.end()));
    from.on('error', () => to.destroy());
    from.on('close', (broken) => {
      open.delete(from);
      if (broken || isCut) to.destroy();
      else deliver(() => to.destroy());
    });
  };
  const destroyAll = (): void => {
    for (const socket of open) socket.destroy();
  };

  const line = createServer({ allowHalfOpen: true }, (near) => {
    if (isCut) return void near.destroy();
    const far = connect({ port: Number(target.port), host: target.hostname, allowHalfOpen: true });
    pass(near, far);
    pass(far, near);
  });
  await new Promise<void>((resolve) => line.listen(0, '127.0.0.1', resolve));
  const address = line.address();
  const url = new URL(target);
  url.port = String(typeof address === 'object' ? address?.port : '');
  return {
    url: url.href,
    cut: () => {
      isCut = true;
      destroyAll();
    },
    delay: (milliseconds) => {
      late = milliseconds;
    },
    silence: () => {
      heard = Promise.withResolvers<void>();
    },
    mend: () => {
      isCut = false;
      late = 0;
      heard.resolve();
    },
    close: () => {
      heard.resolve();
      destroyAll();
      line.close();
    },
  };
};
