/** What is put in the place of the token; the call reads it from the environment, so it may be copied anywhere. */
export const TOKEN_VARIABLE = 'LATCHKEY_TOKEN';

export type Call = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** From the root: `/v1/access_token`. */
  path: string;
  /** Plain data, never a secret. */
  body?: object;
};

/** One word of a POSIX shell, whatever it holds. */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** The call as a command line (P7), a line for each thing that it says. */
export function curlOf({ method, path, body }: Call, origin: string): string {
  const lines = [
    method === 'GET' ? 'curl' : `curl -X ${method}`,
    `-H "Authorization: Bearer $${TOKEN_VARIABLE}"`,
    ...(body === undefined
      ? []
      : ['-H "Content-Type: application/json"', `--data ${quoted(JSON.stringify(body))}`]),
    quoted(`${origin}${path}`),
  ];
  return lines.join(' \\\n  ');
}

/** The path of an operation with its parameters filled in, as the wire has it. */
export const pathOf = ({ path }: { path: string }, params: Readonly<Record<string, string>>): string =>
  path.replaceAll(/\{(\w+)\}/gu, (_, name: string) => encodeURIComponent(params[name] ?? ''));
