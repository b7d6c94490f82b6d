import { saveBlob } from '../api/client.ts';
import { serverNow } from '../api/clock.ts';
import type { BundleInput } from './credential-bundle/bundle-input.ts';

/** Begun while the line is up, so that a download right after a reveal cannot fail for a missing script. */
export const loadBundler = () => import('./credential-bundle/build-bundle.ts');

/** Makes the zip in this page and saves it (R16, C6); nothing is sent. Why it could not be made; undefined when it was. */
export async function saveBundle(input: Omit<BundleInput, 'issuedAt'>): Promise<string | undefined> {
  try {
    const { buildCredentialBundle } = await loadBundler();
    const { fileName, bytes } = await buildCredentialBundle({ ...input, issuedAt: serverNow() });
    saveBlob(new Blob([bytes], { type: 'application/zip' }), fileName);
    return undefined;
  } catch (error) {
    // CredentialBundleError's sentences are fit to be shown; its class is not imported, which would load pkijs here.
    return error instanceof Error && error.name === 'CredentialBundleError'
      ? error.message
      : 'The file could not be made.';
  }
}
