import type { Server } from 'node:http';
import { RequestError } from '@hono/node-server';
import { PROBLEMS, type ProblemCode } from '../contract/problems.ts';
import { headersOfRefusals } from './security-headers.ts';

interface Refused {
  readonly code: ProblemCode;
  readonly message: string;
}

/** By the parser's own names. */
const REFUSALS: Readonly<Record<string, Refused>> = {
  HPE_HEADER_OVERFLOW: {
    code: 'headers_too_large',
    message: 'The address and the headers of this call are longer than 16 KiB together.',
  },
};
const MALFORMED: Refused = { code: 'invalid_request', message: 'This is no HTTP request that can be read.' };

const bodyOf = ({ code, message }: Refused): string =>
  JSON.stringify({ message, errors: [{ message, status: PROBLEMS[code], error_code: code }] });

const answerOf = (status: string, secure: boolean, body: string): string =>
  [
    `HTTP/1.1 ${status}`,
    ...Object.entries(headersOfRefusals(secure)).map(([name, value]) => `${name}: ${value}`),
    ...(body === '' ? [] : ['content-type: application/json']),
    'connection: close',
    `content-length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');

/** Answers what was parsed and still names no address of ours: no host, or what is none. What else fails is told to `report`. */
export const answerUnaddressed =
  (secure: boolean, report: (error: unknown) => void) =>
  (error: unknown): Response => {
    const headers = { ...headersOfRefusals(secure), 'content-type': 'application/json' };
    if (error instanceof RequestError) return new Response(bodyOf(MALFORMED), { status: 400, headers });
    report(error);
    return new Response(null, { status: 500, headers });
  };

/** How long somebody whose request was refused has to read why, in milliseconds. */
const TIME_TO_READ = 1000;

/**
 * Answers what Node's parser refuses, which never reaches the app, in the words of the API all the same. Whoever was too
 * slow to send a whole request is let go without them.
 */
export const answerUnreadable = (server: Server, secure: boolean): void => {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const code = error.code ?? '';
    // Each further part of a request that was refused already is a fault to the parser again.
    if (!socket.writable) return;
    if (!code.startsWith('HPE_')) {
      socket.end(answerOf('408 Request Timeout', secure, ''));
      return;
    }
    const refused = REFUSALS[code] ?? MALFORMED;
    socket.end(answerOf(`${PROBLEMS[refused.code]} Refused`, secure, bodyOf(refused)));
    // Closed with a part of the request unread, the connection would be reset, and the answer lost.
    setTimeout(() => socket.destroy(), TIME_TO_READ).unref();
  });
};
