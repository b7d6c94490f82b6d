const block = /-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\s]*)-----END \1-----/g;

/** The DER of every block with this label, in the file's order; empty where there is none or its base64 is broken. */
export function pemBlocks(pem: string, label: string): Uint8Array<ArrayBuffer>[] {
  const found: Uint8Array<ArrayBuffer>[] = [];
  for (const [, name, body] of pem.matchAll(block)) {
    if (name !== label || body === undefined) continue;
    try {
      found.push(Uint8Array.from(atob(body.replace(/\s+/g, '')), (character) => character.charCodeAt(0)));
    } catch {
      return [];
    }
  }
  return found;
}

/** The texts from one such line to the next, whatever stands between them: also of what is broken inside. */
export function pemTexts(pem: string, label: string): string[] {
  return pem.match(new RegExp(`-----BEGIN ${label}-----[^]*?(?:-----END ${label}-----|$)`, 'gu')) ?? [];
}

/** PEM as openssl, keytool and Kafka clients like it: line feeds only, one at the end. */
export function tidyPem(pem: string): string {
  return `${pem.replace(/\r\n?/g, '\n').trim()}\n`;
}
