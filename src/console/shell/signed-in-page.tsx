import { CircleAlert } from 'lucide-react';
import { Link, Navigate, useSearchParams } from 'react-router-dom';
import { useSession } from '../api/session.ts';
import { paths } from '../paths.ts';
import { buttonClass } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { signInProblem } from './sign-in-words.ts';

export const makeLoader = () => () => null;

/** Where the sign-in page was, for somebody who is signed in: on to the console, unless there is something to say. */
export function Component() {
  const { user } = useSession();
  const [query] = useSearchParams();
  const error = query.get('error');
  if (error === null) return <Navigate to={paths.home()} replace />;
  return (
    <EmptyState
      icon={<CircleAlert size={20} aria-hidden />}
      title={signInProblem(error, undefined)}
      action={
        <Link className={buttonClass('primary')} to={paths.accesses()}>
          Go to Access overview
        </Link>
      }
    >
      <p>You are still signed in as {user.real_name}.</p>
    </EmptyState>
  );
}
