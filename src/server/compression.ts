import { promisify } from 'node:util';
import { brotliCompress, constants, createGzip, gzip } from 'node:zlib';
import { pipeline, Readable } from 'node:stream';

export type Encoding = 'br' | 'gzip';

/** Smaller is not worth it. Bytes. */
export const WORTH_COMPRESSING = 1024;

const brotliAsync = promisify(brotliCompress);
const gzipAsync = promisify(gzip);

/** Brotli's quality, 0 to 11, of which gzip has the first 9: quick for what is made per request, thorough for what is made once. */
export const QUICK = 4;
export const THOROUGH = 11;

/** The best encoding that the client takes; undefined: none. */
export const acceptedEncoding = (header: string | undefined): Encoding | undefined => {
  const accepted = new Map(
    (header ?? '').split(',').map((part) => {
      const [name = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return [name, Number(weight ?? '1')];
    }),
  );
  const takes = (name: Encoding): boolean => (accepted.get(name) ?? accepted.get('*') ?? 0) > 0;
  return takes('br') ? 'br' : takes('gzip') ? 'gzip' : undefined;
};

export const isCompressible = (type: string): boolean =>
  /^(?:text\/(?!event-stream)|application\/(?:json|javascript|manifest\+json)|image\/svg\+xml)/u.test(type);

/** Off the main thread. */
export const compressBytes = (bytes: Uint8Array, encoding: Encoding, quality: number): Promise<Uint8Array> =>
  encoding === 'br'
    ? brotliAsync(bytes, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: quality,
          [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength,
          // A window larger than the bytes costs memory and finds nothing more.
          [constants.BROTLI_PARAM_LGWIN]: Math.min(
            22,
            Math.max(10, Math.ceil(Math.log2(bytes.byteLength + 1))),
          ),
        },
      })
    : gzipAsync(bytes, { level: Math.min(quality, 9) });

/**
 * Compresses a stream as it flows: no faster than it is read, given up when its reader leaves, cut when its source fails.
 * Not by `compose`: a reader who leaves as it ends makes that throw where nobody can catch it, which ends the server.
 */
const gzipStream = (body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> => {
  const gzip = createGzip();
  // Node's and the DOM's streams are the same thing under two names.
  pipeline(Readable.fromWeb(body as never), gzip, () => undefined);
  // Whoever reads is told of a failure; for this stream it is only no news.
  gzip.on('error', () => undefined);
  return Readable.toWeb(gzip) as unknown as ReadableStream<Uint8Array>;
};

/** The answer, compressed where it is worth it and the client takes it. Event streams stay as they are. */
export const compressAnswer = async (answer: Response, accept: string | undefined): Promise<Response> => {
  const { headers, status } = answer;
  const type = headers.get('content-type') ?? '';
  if (!answer.body || !isCompressible(type) || headers.has('content-encoding')) return answer;
  const encoding = acceptedEncoding(accept);
  const changed = new Headers(headers);
  changed.append('vary', 'accept-encoding');
  // Files are as large as what they are of.
  if (type.startsWith('text/csv') || headers.has('content-disposition')) {
    if (!encoding) return new Response(answer.body, { status, headers: changed });
    changed.set('content-encoding', 'gzip');
    return new Response(gzipStream(answer.body), { status, headers: changed });
  }
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (!encoding || bytes.byteLength <= WORTH_COMPRESSING)
    return new Response(bytes, { status, headers: changed });
  changed.set('content-encoding', encoding);
  const compressed = await compressBytes(bytes, encoding, QUICK);
  // A compressed answer is a view of memory of its own.
  return new Response(new Uint8Array(compressed), { status, headers: changed });
};
