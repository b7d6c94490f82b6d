import type { Signer } from '../service/ports/ports.ts';
import { fromBase64Url, toBase64Url, utf8 } from './bytes.ts';

const ED25519 = 'Ed25519';

/** Ed25519 by WebCrypto, the same in Node and in browsers. */
export const signer: Signer = {
  makeKeys: async () => {
    // A pair, since Ed25519 is no symmetric algorithm.
    const pair = (await crypto.subtle.generateKey(ED25519, true, ['sign', 'verify'])) as CryptoKeyPair;
    const [privateKey, publicKey] = await Promise.all([
      crypto.subtle.exportKey('pkcs8', pair.privateKey),
      crypto.subtle.exportKey('spki', pair.publicKey),
    ]);
    return {
      privateKey: toBase64Url(new Uint8Array(privateKey)),
      publicKey: toBase64Url(new Uint8Array(publicKey)),
    };
  },

  sign: async (privateKey, text) => {
    const key = await crypto.subtle.importKey('pkcs8', fromBase64Url(privateKey), ED25519, false, ['sign']);
    return toBase64Url(new Uint8Array(await crypto.subtle.sign(ED25519, key, utf8(text))));
  },

  verify: async (publicKey, text, signature) => {
    try {
      const key = await crypto.subtle.importKey('spki', fromBase64Url(publicKey), ED25519, false, ['verify']);
      return await crypto.subtle.verify(ED25519, key, fromBase64Url(signature), utf8(text));
    } catch {
      return false;
    }
  },
};
