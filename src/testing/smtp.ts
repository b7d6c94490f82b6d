import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A message as it arrived. */
export interface Arrived {
  readonly to: string;
  readonly raw: string;
  readonly mail: Email;
  readonly secure: boolean;
}

/** An SMTP server of our own, on loopback. */
export interface TestSmtp {
  readonly port: number;
  /** Everything it took, in order. */
  readonly arrived: Arrived[];
  /** Connections that it greeted. */
  connections(): number;
  /** What it answers to a recipient instead of taking them, by address. */
  readonly refusals: Map<string, { readonly code: number; readonly message: string }>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

const refusal = ({ code, message }: { readonly code: number; readonly message: string }): Error =>
  Object.assign(new Error(message), { responseCode: code });

/** Makes an SMTP server on this port; it takes mail between start and stop. */
export const createSmtp = (port: number, options: SMTPServerOptions = {}): TestSmtp => {
  let server: SMTPServer | null = null;
  let connections = 0;
  const smtp: TestSmtp = {
    port,
    arrived: [],
    connections: () => connections,
    refusals: new Map(),
    start: async () => {
      const next = new SMTPServer({
        authOptional: true,
        ...(options.cert === undefined ? { disabledCommands: ['STARTTLS'] } : {}),
        closeTimeout: 10,
        onConnect: (_session, done) => {
          connections += 1;
          done();
        },
        onRcptTo: ({ address }, _session, done) => {
          const answer = smtp.refusals.get(address);
          done(answer ? refusal(answer) : null);
        },
        onData: (stream, session, done) => {
          const chunks: Buffer[] = [];
          stream.on('data', (chunk: Buffer) => chunks.push(chunk));
          stream.once('end', () => {
            const raw = Buffer.concat(chunks).toString('utf8');
            const to = session.envelope.rcptTo[0]?.address ?? '';
            const take = async (): Promise<void> => {
              const mail = await PostalMime.parse(raw);
              smtp.arrived.push({ to, raw, mail, secure: session.secure });
              done();
            };
            void take();
          });
        },
        ...options,
      });
      await new Promise<void>((resolve, reject) => {
        // Later on it does nothing: a client that goes away in the middle is none of this server's business.
        next.on('error', reject);
        next.listen(port, '127.0.0.1', resolve);
      });
      server = next;
    },
    stop: async () => {
      const current = server;
      server = null;
      if (current)
        await new Promise<void>((resolve) => {
          current.close(resolve);
        });
    },
  };
  return smtp;
};
