import type { Reveal } from '../../contract/schemas/credentials.ts';
import type { AuditAction } from '../../domain/audit/event.ts';
import type { PersonName, ServiceName } from '../world.ts';

/** An access that somebody made, as far as the answers that arrived tell. */
export interface KnownAccess {
  readonly id: string;
  readonly username: string;
  readonly service: ServiceName;
  state: 'there' | 'perhaps deleted' | 'deleted';
  /** Its newest rotation. */
  requestId: string | null;
  /** One command at a time, so that what became of it can be told. */
  busy: boolean;
}

/** A page that asked to see credentials. */
export interface KnownReveal {
  readonly access: KnownAccess;
  readonly person: PersonName;
  readonly claim: string;
  /** Server time, in milliseconds. */
  readonly begunAt: number;
  /** Null while no answer has arrived. */
  secrets: Reveal['credentials'] | null;
  /** Server time, in milliseconds. */
  recoverableUntil: number | null;
  /** over: a later command has ended it, or may have. */
  state: 'open' | 'perhaps saved' | 'saved' | 'over';
}

/** What answers said: each command was done, or may have been. */
export interface Ledger {
  readonly accesses: KnownAccess[];
  readonly reveals: KnownReveal[];
  /** Members of the group besides Ada; undefined where an answer was lost. */
  readonly members: Map<PersonName, boolean | undefined>;
  /** How often somebody was removed, or may have been. */
  readonly removals: Map<PersonName, number>;
  /** What the platform is made to do; undefined where an answer was lost. */
  faults: readonly string[] | undefined;
  /** How many commands are under way or over. */
  issued: number;
  /** Commands whose answer said that they were done. */
  acknowledged: number;
  /** Answers that never came. */
  lost: number;
  /** Answers that said 503. */
  unavailable: number;
  /** Adds what is known of one command: how often its audit entry must be there, and how often it may be. */
  note(outcome: 'done' | 'unknown', action: AuditAction, subject: string): void;
  /** Everything noted: `action subject` to how often at least and at most. */
  readonly entries: ReadonlyMap<string, { readonly least: number; readonly most: number }>;
}

export const createLedger = (): Ledger => {
  const entries = new Map<string, { least: number; most: number }>();
  return {
    accesses: [],
    reveals: [],
    members: new Map([
      ['ben', true],
      ['cid', true],
    ]),
    removals: new Map(),
    faults: [],
    issued: 0,
    acknowledged: 0,
    lost: 0,
    unavailable: 0,
    entries,
    note: (outcome, action, subject) => {
      const key = `${action} ${subject}`;
      const entry = entries.get(key) ?? { least: 0, most: 0 };
      entries.set(key, { least: entry.least + (outcome === 'done' ? 1 : 0), most: entry.most + 1 });
    },
  };
};
