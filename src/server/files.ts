import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import {
  acceptedEncoding,
  compressBytes,
  isCompressible,
  THOROUGH,
  WORTH_COMPRESSING,
  type Encoding,
} from './compression.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** A file in memory, each of its encodings made once. */
export interface StoredFile {
  /** Answers with the bytes, or with 304 when the client has them. */
  answer(request: Request, cacheControl: string): Promise<Response>;
  /** Makes the encodings ahead of time. */
  warm(): Promise<void>;
}

/** A stored file of this name (for its type) and content. */
export const storeFile = (name: string, bytes: Uint8Array<ArrayBuffer>): StoredFile => {
  const type = TYPES[extname(name)] ?? 'application/octet-stream';
  const worth = isCompressible(type) && bytes.byteLength > WORTH_COMPRESSING;
  const tag = createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
  const encoded = new Map<Encoding, Promise<Uint8Array>>();
  const inEncoding = (encoding: Encoding): Promise<Uint8Array> => {
    const made = encoded.get(encoding) ?? compressBytes(bytes, encoding, THOROUGH);
    encoded.set(encoding, made);
    return made;
  };
  return {
    answer: async (request, cacheControl) => {
      const encoding = worth
        ? acceptedEncoding(request.headers.get('accept-encoding') ?? undefined)
        : undefined;
      const etag = `"${tag}${encoding ? `-${encoding}` : ''}"`;
      const headers = new Headers({ 'cache-control': cacheControl, etag });
      if (worth) headers.set('vary', 'accept-encoding');
      const known = request.headers.get('if-none-match')?.split(',') ?? [];
      if (known.some((one) => one.trim().replace(/^W\//u, '') === etag))
        return new Response(null, { status: 304, headers });
      headers.set('content-type', type);
      if (encoding) headers.set('content-encoding', encoding);
      const body = encoding ? new Uint8Array(await inEncoding(encoding)) : bytes;
      headers.set('content-length', String(body.byteLength));
      return new Response(request.method === 'HEAD' ? null : body, { headers });
    },
    warm: async () => {
      if (worth) await inEncoding('br');
    },
  };
};
