import type { AnswerOf, BodyOf, Operation, ParamNames, ParsedQueryOf } from '../../contract/operation.ts';
import type { SchemasOf } from '../../contract/schemas/by-operation.ts';
import type { DemoHost } from '../../service/demo/control-demo.ts';
import type { Deps } from '../../service/deps.ts';
import type { Caller } from '../../service/session/sessions.ts';
import type { Asked } from '../../service/iam/shapes.ts';

/** One call as a handler gets it: checked input and who calls. */
export interface Call<O extends Operation> {
  readonly deps: Deps;
  readonly demo: DemoHost | null;
  /** The caller; empty where the operation needs none. */
  readonly me: string;
  /** The session's token, empty without one. */
  readonly token: string;
  /** The access token that the call was made with, null for anybody else. */
  readonly tokenId: string | null;
  /** Where the call came in, for links in its answer. */
  readonly asked: Asked;
  readonly params: { readonly [K in ParamNames<O['path']>]: string };
  readonly query: ParsedQueryOf<O>;
  readonly body: BodyOf<O>;
  /** Where it came from, for what remembers that. */
  readonly from: Caller;
  /** Sets the session's cookie for so many milliseconds, or drops it. */
  readonly setToken: (...token: readonly [token: string, lasts: number] | readonly [null]) => void;
}

type Result<O extends Operation> = O['produces'] extends 'csv' | 'json-file'
  ? AsyncGenerator<string>
  : Promise<AnswerOf<O>> | AnswerOf<O>;

/** A handler for each of these operations but the event stream, which is the transport's own. */
type Handlers<Ops> = {
  readonly [Id in Exclude<keyof Ops, 'streamEvents'>]: Ops[Id] extends Operation
    ? (call: Call<Ops[Id]>) => Result<Ops[Id]>
    : never;
};

/** What carries out the operations that one file of src/contract/operations declares. */
export interface Part<Ops> {
  readonly schemas: SchemasOf<Ops>;
  readonly handlers: Handlers<Ops>;
  /** What an answer waits for after it was committed, where it waits for anything; must not fail. */
  readonly afterwards?: {
    readonly [Id in keyof Ops]?: Ops[Id] extends Operation ? (call: Call<Ops[Id]>) => Promise<void> : never;
  };
}
