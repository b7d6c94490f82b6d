// Windows refuses these as the name of a file or folder, with any extension.
const reservedOnWindows = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** The bundle's folder and file name: ASCII letters, digits, dot, dash and underscore, at most 64 characters. */
export function safeFileName(accessName: string): string {
  const name = plain(accessName)
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .slice(0, 64)
    .replace(/^[.-]+|[.-]+$/g, '');
  if (name === '') return 'kafka-access';
  return reservedOnWindows.test(name) ? `access-${name}` : name;
}

/** A Kubernetes object name (an RFC 1123 label): lower case letters, digits and dashes, at most 63 characters. */
export function kubernetesName(accessName: string): string {
  const name = plain(accessName)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 63)
    .replace(/^-+|-+$/g, '');
  return name === '' ? 'kafka-access' : name;
}

// "Bestellungen für Köln" keeps its letters instead of losing every one with an accent.
function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}+/gu, '');
}
