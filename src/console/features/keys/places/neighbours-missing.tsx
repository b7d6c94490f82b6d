import { messageOf } from '../../../api/errors.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import '../keys.css';

type NeighboursMissingProps = { read: { error: Error | null; refetch: () => unknown } };

/** In a tab's place while its environment is not there. */
export function NeighboursMissing({ read }: NeighboursMissingProps) {
  if (read.error !== null) {
    return (
      <ErrorState
        title="This environment could not be read"
        action={<Button onClick={() => void read.refetch()}>Try again</Button>}
      >
        {messageOf(read.error)}
      </ErrorState>
    );
  }
  return (
    <div className="place-waiting" aria-busy="true">
      <Skeleton width="20%" />
      <Skeleton width="60%" />
    </div>
  );
}
