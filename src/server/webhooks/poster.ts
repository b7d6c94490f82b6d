import { createHmac } from 'node:crypto';
import { lookup as resolve } from 'node:dns';
import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { WebhookCall, WebhookOutcome, WebhookPoster } from '../../service/ports/ports.ts';
import { isLoopback } from '../loopback.ts';
import { isLoopbackAddress, isPublicAddress, isSomebodysAddress } from './addresses.ts';

/** All of one call may take so long, in milliseconds; less than the lock of whoever makes it. */
const LIMIT = 10_000;

export interface PosterOptions {
  /** Whether private networks may be posted to, over https. */
  readonly privateNetworks: boolean;
  /** Whether this machine may be posted to, also over http: for development. */
  readonly loopback: boolean;
  /** Now, in milliseconds. */
  readonly now: () => number;
  /** Certificates of the authorities that are trusted, where those of Node do not do. */
  readonly ca?: readonly string[] | null;
}

const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/u, '$1');

/** `t=<seconds>,v1=<HMAC-SHA256 of "<t>.<body>" as hexadecimal>`: a receiver refuses what is old or not signed. */
export const signatureOf = (secret: string, seconds: number, body: string): string =>
  `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;

/**
 * Posts to chat tools, where they are on the internet. Addresses are judged when a name is resolved for the very
 * connection that is made, so that a name cannot lead elsewhere later; redirects are not followed.
 */
export const createPoster = ({ privateNetworks, loopback, now, ca = null }: PosterOptions): WebhookPoster => {
  const mayReach = (address: string): boolean =>
    isLoopbackAddress(address)
      ? loopback
      : isPublicAddress(address) || (privateNetworks && isSomebodysAddress(address));

  const lookup: LookupFunction = (name, options, done) => {
    resolve(name, { ...options, all: true }, (error, found) => {
      if (error) return done(error, '', 0);
      const [first] = found;
      if (!first || found.some(({ address }) => !mayReach(address)))
        return done(new Error('leads into a private network'), '', 0);
      return options.all === true ? done(null, found) : done(null, first.address, first.family);
    });
  };

  const refusal = (text: string): string | null => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url === undefined || url.username !== '' || url.password !== '') return 'This is no address.';
    const host = hostOf(url);
    const own = isLoopback(host) || isLoopbackAddress(host);
    if (own) return loopback ? null : 'This machine cannot be posted to.';
    if (url.protocol !== 'https:') return 'Only https addresses can be posted to.';
    return isIP(host) !== 0 && !mayReach(host) ? 'Private networks cannot be posted to.' : null;
  };

  return {
    refusal,
    post: ({ url: text, id, body, secret }: WebhookCall) =>
      new Promise<WebhookOutcome>((done) => {
        const refused = refusal(text);
        if (refused !== null) return done({ taken: false, answer: refused });
        const failed = (error: Error & { readonly code?: string }): void =>
          done({ taken: false, answer: (error.code ?? error.message).slice(0, 200) });
        const url = new URL(text);
        const signal = AbortSignal.timeout(LIMIT);
        const send = url.protocol === 'https:' ? requestTls : requestPlain;
        const call = send(
          url,
          {
            method: 'POST',
            agent: false,
            ...(ca ? { ca: [...ca] } : {}),
            lookup,
            signal,
            headers: {
              'content-type': 'application/json; charset=utf-8',
              'content-length': Buffer.byteLength(body),
              'user-agent': 'Latchkey',
              'latchkey-delivery': id,
              'latchkey-signature': signatureOf(secret, Math.floor(now() / 1000), body),
            },
          },
          (answer) => {
            const { statusCode = 0 } = answer;
            // What it says is nobody's business.
            answer.destroy();
            done({ taken: statusCode >= 200 && statusCode < 300, answer: `HTTP ${statusCode}` });
          },
        );
        call.on('error', (error: Error) =>
          failed(signal.aborted ? new Error('took longer than 10 seconds') : error),
        );
        // Such as after 101, of which Node tells nobody who did not ask for it.
        call.once('close', () => failed(new Error('closed the connection without an answer')));
        call.end(body);
      }),
  };
};
