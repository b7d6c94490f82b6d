import type { Platform } from '../service/ports/ports.ts';
import { UnavailableError } from '../service/ports/store.ts';

/**
 * The same platform, but a call of it that takes longer than `left` says (milliseconds, asked when the call begins)
 * throws UnavailableError. What the platform does of it later it undoes or refuses itself: that is what fences and
 * `discard` are for.
 */
export const answeringWithin = (platform: Platform, left: () => number): Platform => {
  const within = <R>(call: () => Promise<R>): Promise<R> => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new UnavailableError('The Kafka platform does not answer. Try again in a moment.')),
        Math.max(0, left()),
      );
    });
    return Promise.race([call(), late]).finally(() => clearTimeout(timer));
  };
  return {
    ensureServiceUser: (...call) => within(() => platform.ensureServiceUser(...call)),
    prepare: (...call) => within(() => platform.prepare(...call)),
    activate: (...call) => within(() => platform.activate(...call)),
    renewCertificate: (...call) => within(() => platform.renewCertificate(...call)),
    retireOlder: (...call) => within(() => platform.retireOlder(...call)),
    discard: (...call) => within(() => platform.discard(...call)),
    removeServiceUser: (...call) => within(() => platform.removeServiceUser(...call)),
    introduceCa: (...call) => within(() => platform.introduceCa(...call)),
    caCertificate: (...call) => within(() => platform.caCertificate(...call)),
    publishKey: (...call) => within(() => platform.publishKey(...call)),
    acceptsKey: (...call) => within(() => platform.acceptsKey(...call)),
    revokeKey: (...call) => within(() => platform.revokeKey(...call)),
  };
};
