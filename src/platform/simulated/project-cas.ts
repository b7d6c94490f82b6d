import { PlatformRefusedError, type Clock, type Sealer } from '../../service/ports/ports.ts';
import type { ReadTransaction, SimulatedCa } from '../../service/ports/store.ts';
import type { Issuer, IssuingCa } from './issuer.ts';
import { writeNew, type PlatformStore } from './platform-store.ts';

const CAS = 'simulatedCas';

/** A project's certificate authorities as they stood together. */
export interface Authorities {
  /** PEM of all, oldest first; ends in a newline, because each certificate does. */
  readonly bundle: string;
  /** The newest, which signs. */
  readonly issuing: IssuingCa;
}

/** The certificate authorities of all projects; their keys rest sealed. */
export interface ProjectCas {
  /** The first is made by whoever asks first; of several at once one wins and all get that one. */
  of(projectName: string): Promise<Authorities>;
  /** Makes CA `number` unless there is one. Throws PlatformRefusedError unless it follows the newest. */
  introduce(projectName: string, number: number): Promise<void>;
}

export function createProjectCas(parts: {
  readonly store: PlatformStore;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly issuer: Issuer;
}): ProjectCas {
  const { store, sealer, clock, issuer } = parts;

  /** Makes it unless another process was faster; either way the project's CAs as they stand then. */
  async function make(projectName: string, number: number): Promise<readonly SimulatedCa[]> {
    const { certificatePem, keyPem } = await issuer.createCa(projectName, number, clock.now());
    const id = number === 1 ? projectName : `${projectName}#${number}`;
    const sealedKey = await sealer.seal(keyPem, caContext(id));
    const made: SimulatedCa = { id, projectName, number, certificatePem, sealedKey };
    return writeNew(store, async (tx) => {
      const known = await casOf(tx, projectName);
      if (known.some((ca) => ca.number === number)) return known;
      await tx.insert(CAS, made);
      return [...known, made];
    });
  }

  async function all(projectName: string): Promise<readonly SimulatedCa[]> {
    const known = await store.read((tx) => casOf(tx, projectName));
    return known.length > 0 ? known : make(projectName, 1);
  }

  return {
    async of(projectName) {
      const cas = await all(projectName);
      const newest = cas.at(-1);
      if (!newest) throw new Error(`${projectName} has no CA although one was made`);
      const { id, number, certificatePem, sealedKey } = newest;
      return {
        bundle: cas.map((ca) => ca.certificatePem).join(''),
        issuing: { number, certificatePem, openKey: () => sealer.open(sealedKey, caContext(id)) },
      };
    },

    async introduce(projectName, number) {
      const known = await all(projectName);
      if (known.some((ca) => ca.number === number)) return;
      if (number !== known.length + 1) {
        throw new PlatformRefusedError(`The next CA of ${projectName} is number ${known.length + 1}.`);
      }
      await make(projectName, number);
    },
  };
}

/** Oldest first; none before the first is made. */
export async function casOf(tx: ReadTransaction, projectName: string): Promise<readonly SimulatedCa[]> {
  return tx.find(CAS, { where: { projectName }, order: { column: 'number', direction: 'asc' } });
}

/** What binds the key of a CA to its place. */
export function caContext(id: string): string {
  return `simulated-ca/${id}`;
}
