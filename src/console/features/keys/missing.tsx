import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { ApiError, messageOf } from '../../api/errors.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import './keys.css';

type MissingProps = {
  /** What the page is about: "environment". */
  noun: string;
  breadcrumb: readonly ReactNode[];
  /** Null while it is being read. */
  error: Error | null;
  onRetry: () => void;
  /** The list that it would be in. */
  list: { readonly label: string; readonly to: string };
};

/** Whether what was read before is there no more. */
export const isGone = (error: Error | null): boolean => error instanceof ApiError && error.status === 404;

/** In a page's place while what it is about is not there: on its way, gone, or unreadable. */
export function Missing({ noun, breadcrumb, error, onRetry, list }: MissingProps) {
  const title = `${noun.charAt(0).toUpperCase()}${noun.slice(1)}`;
  const gone = isGone(error);
  return (
    <>
      <PageHeader
        breadcrumb={[...breadcrumb, title]}
        title={error === null ? <Skeleton width={200} /> : title}
      />
      {error === null ? (
        <div className="place-waiting" aria-busy="true">
          <Skeleton width="20%" />
          <Skeleton width="70%" />
          <Skeleton width="55%" />
        </div>
      ) : (
        <ErrorState
          title={gone ? `There is no such ${noun}` : `This ${noun} could not be read`}
          action={
            gone ? (
              <Link className={buttonClass('secondary')} to={list.to}>
                Go to {list.label}
              </Link>
            ) : (
              <Button onClick={onRetry}>Try again</Button>
            )
          }
        >
          {gone ? 'It may have been deleted, or belong to another organization.' : messageOf(error)}
        </ErrorState>
      )}
    </>
  );
}
