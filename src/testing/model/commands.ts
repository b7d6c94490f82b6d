import type { Model, ModelFault, ModelGroup, ModelOverlap, ModelPerson, ModelService } from './state.ts';

/** What a person does. Accesses and requests go by labels; `as` labels what the command makes. */
export type Action = { readonly by: ModelPerson } & (
  | { readonly do: 'ask'; readonly access: string; readonly overlap: ModelOverlap; readonly as: string }
  | { readonly do: 'approve' | 'decline' | 'withdraw' | 'retry'; readonly request: string }
  | { readonly do: 'claim' | 'confirm'; readonly access: string; readonly page: string }
  | { readonly do: 'retire' | 'delete'; readonly access: string }
  | { readonly do: 'create'; readonly group: ModelGroup; readonly service: ModelService; readonly as: string }
  | { readonly do: 'join' | 'leave'; readonly group: ModelGroup; readonly person: ModelPerson }
  /** Removes somebody from the organization (K14). */
  | { readonly do: 'remove'; readonly person: ModelPerson }
  /** Makes somebody an OrganizationAdmin, who may remove people, and takes that role away. */
  | { readonly do: 'appoint' | 'dismiss'; readonly person: ModelPerson }
  /** Reports the credentials of an access as compromised, and closes the review of such a report (P8). */
  | { readonly do: 'report'; readonly access: string; readonly as: string }
  | { readonly do: 'review'; readonly incident: string }
);

/** One step of a run, plain data: what a failure prints and what can be replayed. */
export type Command =
  | Action
  /**
   * All at the same instant, their transactions shuffled by `pace`; `worker`: while the worker carries out what is due.
   */
  | {
      readonly do: 'together';
      readonly actions: readonly Action[];
      readonly worker: boolean;
      readonly pace: number;
    }
  | { readonly do: 'advance'; readonly seconds: number }
  | { readonly do: 'fault'; readonly fault: ModelFault | null }
  /** The worker carries out what is due; between these it does nothing. */
  | { readonly do: 'settle' };

/** What a command with several transactions remembers between them. */
export interface Memory {
  credential: number;
  opened: boolean;
}
/** One transaction: changes the model and says how the command ends (`ok` or an error code), or null to go on. */
export type Step = (model: Model, memory: Memory) => string | null;

/** The user name of every access that a run creates, so that they meet. */
export const SPARE = 'spare-user';
