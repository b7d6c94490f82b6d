import type { Server } from 'node:http';
import { PROBLEMS, type ProblemCode } from '../contract/problems.ts';

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

const answerOf = ({ code, message }: Refused): string => {
  const status = PROBLEMS[code];
  const body = JSON.stringify({ message, errors: [{ message, status, error_code: code }] });
  return [
    `HTTP/1.1 ${status} Refused`,
    'content-type: application/json',
    'cache-control: no-store',
    'connection: close',
    `content-length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
};

/** How long somebody whose request was refused has to read why, in milliseconds. */
const TIME_TO_READ = 1000;

/**
 * Answers what Node's parser refuses, which never reaches the app, in the words of the API all the same. Whoever was too
 * slow to send a whole request is let go without them.
 */
export const answerUnreadable = (server: Server): void => {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const code = error.code ?? '';
    // Each further part of a request that was refused already is a fault to the parser again.
    if (!socket.writable) return;
    if (!code.startsWith('HPE_')) {
      socket.end('HTTP/1.1 408 Request Timeout\r\nconnection: close\r\n\r\n');
      return;
    }
    socket.end(answerOf(REFUSALS[code] ?? MALFORMED));
    // Closed with a part of the request unread, the connection would be reset, and the answer lost.
    setTimeout(() => socket.destroy(), TIME_TO_READ).unref();
  });
};
