import { useId } from 'react';
import type { Access } from '../../../contract/schemas/accesses.ts';
import type { BatchState } from '../../api/batch.ts';
import { Announce } from '../../ui/announce.tsx';
import { Banner } from '../../ui/banner.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { NameList, RefusalGroups } from './refusal-groups.tsx';

export type Asked = { readonly id: string; readonly name: string; readonly access: Access };

const accesses = (count: number): string => `${formatCount(count)} ${count === 1 ? 'access' : 'accesses'}`;

/** How many of them were requested: "37 of 120". */
export const requestedOf = ({ done, total }: BatchState<Asked>): string =>
  `${formatCount(done.length)} of ${formatCount(total)}`;

/** A bulk rotation under way: how far it is, and why it waits. */
export function BulkProgress({ state }: { state: BatchState<Asked> }) {
  const id = useId();
  const { total, done, refused, problem, phase } = state;
  const answered = done.length + refused.length;
  return (
    <div className="bulk">
      <p className="bulk-count num" id={id}>
        {formatCount(answered)} of {formatCount(total)}
        {refused.length > 0 && <span className="muted"> · {formatCount(refused.length)} refused</span>}
      </p>
      <progress className="bulk-bar" max={total} value={answered} aria-labelledby={id} />
      {phase === 'paused' ? (
        <Banner severity="error" shape="box">
          {problem} Continue goes on where it paused; nothing is requested twice.
        </Banner>
      ) : (
        <p className="muted">
          {phase === 'stopping'
            ? 'Waiting for the last answers.'
            : 'Keep this page open until all are answered. Nothing is made before somebody approves.'}
        </p>
      )}
    </div>
  );
}

type BulkResultProps = { state: BatchState<Asked>; leftOut: number };

/** What became of each. */
export function BulkResult({ state, leftOut }: BulkResultProps) {
  const { total, done, refused, unknown, rest } = state;
  const whole = done.length === total;
  return (
    <div className="bulk">
      <Announce>{`${requestedOf(state)} requested`}</Announce>
      <Banner severity={whole ? 'success' : 'warning'} shape="box">
        {whole
          ? `${accesses(total)}: rotation requested. The other members of each owner group can approve.`
          : `${requestedOf(state)} requested.`}
      </Banner>
      {refused.length > 0 && (
        <section>
          <h3>{accesses(refused.length)} refused</h3>
          <RefusalGroups refused={refused.map(({ item, reason }) => ({ item: item.access, reason }))} />
        </section>
      )}
      {unknown.length > 0 && (
        <section>
          <h3>{accesses(unknown.length)} without an answer</h3>
          <p>Whether these were requested is not known. Group requests shows them if they were.</p>
          <NameList named={unknown.map(({ access }) => access)} />
        </section>
      )}
      {rest.length > 0 && (
        <section>
          <h3>{accesses(rest.length)} not asked for</h3>
          <NameList named={rest.map(({ access }) => access)} />
        </section>
      )}
      {leftOut > 0 && (
        <p className="muted">
          {accesses(leftOut)} {leftOut === 1 ? 'was' : 'were'} left out: you cannot request them.
        </p>
      )}
    </div>
  );
}
