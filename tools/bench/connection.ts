import { connect, type Socket } from 'node:net';

/** What came back. */
export interface Answer {
  readonly status: number;
  /** The body as it travelled, compressed or not. */
  readonly body: Buffer;
}

/**
 * One kept-alive HTTP/1.1 connection, one request at a time. Cheaper than any HTTP client of Node's, so that on two
 * cores the load leaves most of the machine to the server.
 */
export interface Connection {
  send(head: string, body?: string): Promise<Answer>;
  close(): void;
}

/** The head of a request; `cookie` is the whole header's value. */
export const requestHead = (
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
): string =>
  `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`;

const HEAD_END = '\r\n\r\n';

/** The body of a chunked answer, or undefined while it is not all there. */
const joinChunks = (bytes: Buffer, from: number): Buffer | undefined => {
  const parts: Buffer[] = [];
  for (let at = from; ;) {
    const line = bytes.indexOf('\r\n', at);
    if (line < 0) return undefined;
    const size = Number.parseInt(bytes.toString('latin1', at, line), 16);
    const end = line + 2 + size + 2;
    if (bytes.length < end) return undefined;
    if (size === 0) return Buffer.concat(parts);
    parts.push(bytes.subarray(line + 2, end - 2));
    at = end;
  }
};

const parse = (bytes: Buffer): Answer | undefined => {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd < 0) return undefined;
  const head = bytes.toString('latin1', 0, headEnd).toLowerCase();
  const status = Number(head.slice(9, 12));
  const start = headEnd + HEAD_END.length;
  if (head.includes('transfer-encoding: chunked')) {
    // Cheap, and mostly right; the thorough look follows.
    if (!bytes.subarray(-5).equals(Buffer.from('0\r\n\r\n'))) return undefined;
    const body = joinChunks(bytes, start);
    return body && { status, body };
  }
  const length = status === 204 ? 0 : Number(/content-length: (\d+)/u.exec(head)?.[1]);
  if (Number.isNaN(length)) throw new Error(`an answer ${status} without a length`);
  return bytes.length < start + length ? undefined : { status, body: bytes.subarray(start, start + length) };
};

/** A server closes what is idle for 5 seconds; before that a connection is opened anew. Milliseconds. */
const IDLE = 4000;

const openSocket = (port: number, from: string): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const place = { port, host: '127.0.0.1', localAddress: from, noDelay: true };
    const opened = connect(place, () => resolve(opened));
    opened.once('error', reject);
  });

/** Connects to a URL like http://127.0.0.1:8080, as an address of this machine's own that the server sees. */
export const openConnection = async (url: string, from = '127.0.0.1'): Promise<Connection> => {
  const port = Number(new URL(url).port);
  let waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined;
  let received: Buffer[] = [];
  let used = performance.now();

  const hear = (socket: Socket): void => {
    socket.on('data', (data) => {
      // It is text only where an encoding was set. A server that gives up an idle connection says so with a 408.
      if (typeof data === 'string' || !waiting) return;
      received.push(data);
      const bytes = received.length === 1 ? data : Buffer.concat(received);
      received = [bytes];
      const answer = parse(bytes);
      if (!answer) return;
      received = [];
      used = performance.now();
      waiting.resolve(answer);
      waiting = undefined;
    });
    const broken = (error: Error): void => waiting?.reject(error);
    socket.on('error', broken);
    socket.on('close', () => broken(new Error('the connection was closed')));
  };

  let socket = await openSocket(port, from);
  hear(socket);
  return {
    send: async (head, body = '') => {
      if (performance.now() - used > IDLE) {
        socket.removeAllListeners('close').destroy();
        socket = await openSocket(port, from);
        hear(socket);
      }
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(head + body);
      });
    },
    close: () => socket.destroy(),
  };
};
