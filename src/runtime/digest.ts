import type { Digest } from '../service/ports/ports.ts';
import { toHex, utf8 } from './bytes.ts';

/** SHA-256 of a text's UTF-8 form, as 64 lower-case hexadecimal characters. */
export const digest: Digest = async (text) => toHex(await crypto.subtle.digest('SHA-256', utf8(text)));
