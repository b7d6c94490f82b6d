import { SearchX } from 'lucide-react';
import { Link } from 'react-router-dom';
import { buttonClass } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { paths } from '../paths.ts';

/** No page has this address, or the thing it names is gone or hidden from this person. */
export function NotFound() {
  return (
    <EmptyState
      icon={<SearchX size={20} aria-hidden />}
      title="There is nothing at this address"
      action={
        <Link className={buttonClass('primary')} to={paths.accesses()}>
          Go to Access overview
        </Link>
      }
    >
      <h1 className="visually-hidden">Page not found</h1>
      <p>It may have been deleted, or you may not be allowed to see it.</p>
    </EmptyState>
  );
}
