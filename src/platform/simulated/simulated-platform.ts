import {
  PlatformRefusedError,
  type Clock,
  type Digest,
  type Sealer,
  type ServiceUserTarget,
  type SimulatedPlatform,
} from '../../service/ports/ports.ts';
import { SECOND } from '../../domain/time.ts';
import { UnavailableError, type SimulatedGeneration } from '../../service/ports/store.ts';
import { digest as webDigest } from '../../runtime/digest.ts';
import { randomPassword } from '../../runtime/random.ts';
import { NAME_LIMIT } from './distinguished-name.ts';
import { generationByPassword, generationId, GENERATIONS, generationsOf } from './generations.ts';
import type { Issuer } from './issuer.ts';
import { createSimulatedKeys } from './keys.ts';
import { lateIssuer, loadIssuer } from './late-issuer.ts';
import { isSameHash } from '../../service/ports/same-hash.ts';
import { hashPassword, newSalt } from './password-hash.ts';
import { writeNew, type PlatformStore } from './platform-store.ts';
import { casOf, createProjectCas } from './project-cas.ts';
import { acceptRenewal, removeRenewals, renewalsOf } from './renewals.ts';

/** How the platform is made to fail, for demos and tests. */
export interface PlatformFaults {
  readonly platformDown: boolean;
  /** Added to every call, in milliseconds. */
  readonly platformDelayMs: number;
  readonly platformRefuses: boolean;
}

export interface SimulatedPlatformParts {
  /** Where the cluster keeps what it knows, in tables of its own and never inside a caller's transaction. */
  readonly store: PlatformStore;
  readonly sealer: Sealer;
  readonly clock: Clock;
  /** Asked at every call of the Platform port. `authenticate` and `generations` answer regardless. */
  readonly faults: () => Promise<PlatformFaults>;
  /** Default: real certificates. */
  readonly issuer?: Issuer;
  /** Default: WebCrypto's. */
  readonly digest?: Digest;
  /** Until a new API key is accepted by its resource, in milliseconds (K12). Default: 5 seconds. */
  readonly keyDelay?: number;
}

/**
 * A Kafka cluster as far as credentials go: it issues real certificates, knows which passwords and certificates it
 * accepts, and where the service's passwords cannot overlap, a new one ends the old on activation (R2) while the old
 * certificate goes on until it is retired or expires, also beside renewed ones (C3). Access rights are not acted out:
 * ACLs are accepted and dropped.
 */
export function createSimulatedPlatform(parts: SimulatedPlatformParts): SimulatedPlatform {
  const { store, sealer, clock, faults, issuer = lateIssuer, digest = webDigest } = parts;
  const keys = createSimulatedKeys({ store, clock, digest, delay: parts.keyDelay ?? 5 * SECOND });
  const cas = createProjectCas({ store, sealer, clock, issuer });

  async function reach(): Promise<void> {
    const { platformDown, platformDelayMs, platformRefuses } = await faults();
    if (platformDelayMs > 0) await delay(platformDelayMs);
    if (platformDown) throw new UnavailableError('The Kafka platform does not answer.');
    if (platformRefuses) throw new PlatformRefusedError('The Kafka platform refuses this change.');
  }

  /** A certificate with its new key, signed by the project's newest CA; not accepted yet. */
  async function newPair({ service, username }: ServiceUserTarget) {
    const { issuing, bundle } = await cas.of(service.projectName);
    const { accessKey, accessCert, certificate } = await issuer.issueClient(
      issuing,
      { serviceId: service.id, username, serviceName: service.name, projectName: service.projectName },
      clock.now(),
    );
    return { accessKey, accessCert, caCert: bundle, certificate };
  }

  return {
    async ensureServiceUser(target) {
      checkUsername(target.username);
      await reach();
    },

    async prepare(target, generation, fence, wish) {
      checkUsername(target.username);
      await reach();
      const { service, username } = target;
      const { certificate, ...pair } = await newPair(target);
      const password = wish?.password ?? randomPassword();
      const salt = newSalt(wish ? 'chosen' : 'generated');
      const row: SimulatedGeneration = {
        id: generationId(target, generation),
        serviceId: service.id,
        username,
        generation,
        fence,
        status: 'prepared',
        passwordEnded: false,
        salt,
        passwordHash: await hashPassword(digest, salt, password),
        fingerprint: certificate.fingerprint,
        notBefore: certificate.notBefore,
        notAfter: certificate.notAfter,
      };
      await writeNew(store, async (tx) => {
        const before = await tx.get(GENERATIONS, row.id);
        if (!before) return tx.insert(GENERATIONS, row);
        if (before.status !== 'prepared') {
          throw new PlatformRefusedError(
            `Generation ${generation} is in use or ended and cannot be made again.`,
          );
        }
        if (fence < before.fence) {
          throw new PlatformRefusedError(`Generation ${generation} was prepared again by a later attempt.`);
        }
        return tx.update(GENERATIONS, row.id, row);
      });
      return { secrets: { password, ...pair }, certificate };
    },

    async renewCertificate(target, generation, renewal, fence) {
      checkUsername(target.username);
      await reach();
      const pair = await newPair(target);
      await acceptRenewal(store, target, { generation, renewal, fence }, pair.certificate);
      return pair;
    },

    async activate(target, generation, secrets) {
      await reach();
      const id = generationId(target, generation);
      const seen = await store.read((tx) => tx.get(GENERATIONS, id));
      const offered = seen && (await hashPassword(digest, seen.salt, secrets.password));
      await store.write(async (tx) => {
        const row = await tx.get(GENERATIONS, id);
        if (row?.status === 'active') return;
        if (row?.status !== 'prepared') {
          throw new PlatformRefusedError(`Generation ${generation} was never prepared, or has ended.`);
        }
        if (!offered || !isSameHash(row.passwordHash, offered)) {
          throw new PlatformRefusedError(
            `Generation ${generation} was prepared again with other credentials.`,
          );
        }
        const others = await generationsOf(tx, target);
        const newer = others.find((other) => other.generation > generation && other.status === 'active');
        if (newer) {
          throw new PlatformRefusedError(`Generation ${newer.generation} is newer and already in use.`);
        }
        if (!target.service.passwordsOverlap) {
          for (const older of others) {
            if (older.generation < generation)
              await tx.update(GENERATIONS, older.id, { passwordEnded: true });
          }
        }
        await tx.update(GENERATIONS, id, { status: 'active' });
      });
    },

    async retireOlder(target, generation) {
      await reach();
      await store.write(async (tx) => {
        for (const row of await generationsOf(tx, target)) {
          if (row.generation < generation && row.status !== 'discarded') {
            await tx.update(GENERATIONS, row.id, { status: 'retired', passwordEnded: true });
          }
        }
        await removeRenewals(tx, target, (of) => of < generation);
      });
    },

    async discard(target, generation) {
      await reach();
      const tombstone: SimulatedGeneration = {
        id: generationId(target, generation),
        serviceId: target.service.id,
        username: target.username,
        generation,
        fence: 0,
        status: 'discarded',
        passwordEnded: true,
        salt: '',
        passwordHash: '',
        fingerprint: '',
        notBefore: 0,
        notAfter: 0,
      };
      await writeNew(store, async (tx) => {
        await removeRenewals(tx, target, (of) => of === generation);
        const known = await tx.get(GENERATIONS, tombstone.id);
        if (known) return tx.update(GENERATIONS, tombstone.id, tombstone);
        return tx.insert(GENERATIONS, tombstone);
      });
    },

    async removeServiceUser(target) {
      await reach();
      await store.write(async (tx) => {
        for (const row of await generationsOf(tx, target)) await tx.remove(GENERATIONS, row.id);
        await removeRenewals(tx, target, () => true);
      });
    },

    async introduceCa(projectName, number) {
      await reach();
      await cas.introduce(projectName, number);
    },

    async caCertificate(projectName) {
      await reach();
      return (await cas.of(projectName)).bundle;
    },

    async publishKey(key) {
      await reach();
      await keys.publish(key);
    },

    async acceptsKey(keyId, resourceId) {
      await reach();
      return keys.accepts(keyId, resourceId);
    },

    async revokeKey(keyId) {
      await reach();
      await keys.revoke(keyId);
    },

    authenticateKey: keys.authenticate,

    async authenticate(target, proof) {
      const { rows, renewals, authorities } = await store.read(async (tx) => ({
        rows: await generationsOf(tx, target),
        renewals: await renewalsOf(tx, target),
        authorities: await casOf(tx, target.service.projectName),
      }));
      const active = rows.filter((row) => row.status === 'active');
      if ('password' in proof) return generationByPassword(digest, active, proof.password);
      const { verifiedFingerprint } = await loadIssuer();
      const caPems = authorities.map((ca) => ca.certificatePem);
      const fingerprint = await verifiedFingerprint(proof.certificatePem, caPems, clock.now());
      const owner = [...rows, ...renewals].find((known) => known.fingerprint === fingerprint);
      return active.find((row) => row.generation === owner?.generation)?.generation ?? null;
    },

    async generations(target) {
      const rows = await store.read((tx) => generationsOf(tx, target));
      return rows.flatMap(({ generation, status }) =>
        status === 'discarded' ? [] : [{ generation, status }],
      );
    },
  };
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/**
 * A user name goes into the certificate as it is, so it must fit there: 1 to 64 characters (X.520), valid Unicode, and
 * no NUL, at which programs written in C would cut it off.
 */
function checkUsername(username: string): void {
  const { length } = Array.from(username);
  if (length === 0 || length > NAME_LIMIT || !username.isWellFormed() || username.includes('\0')) {
    throw new PlatformRefusedError(
      `A service user's name has 1 to ${NAME_LIMIT} characters that a certificate can hold.`,
    );
  }
}
