import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import { isRouteErrorResponse, useLocation, useNavigate, useRouteError } from 'react-router-dom';
import { ApiError, messageOf } from '../api/errors.ts';
import { Button } from '../ui/button.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { NotFound } from './not-found.tsx';

// What browsers say when a chunk is gone, because a newer version was deployed, or the line broke while loading it.
const CHUNK = /dynamically imported module|importing a module script failed|preload css|module script/iu;

/** Takes the place of a page that could not be loaded or drawn; the shell around it stays usable. */
export function PageError() {
  const error = useRouteError();
  const navigate = useNavigate();
  const location = useLocation();
  const { reset } = useQueryErrorResetBoundary();

  const notFound = isRouteErrorResponse(error)
    ? error.status === 404
    : error instanceof ApiError && error.status === 404;
  if (notFound) return <NotFound />;
  if (error instanceof Error && CHUNK.test(error.message)) {
    return (
      <ErrorState
        title="This page could not be loaded"
        action={
          <Button variant="primary" onClick={() => window.location.reload()}>
            Reload
          </Button>
        }
      >
        <p>The console was updated, or the connection broke while the page was loading.</p>
      </ErrorState>
    );
  }
  return (
    <ErrorState
      title="This page could not be shown"
      action={
        <Button
          variant="primary"
          onClick={() => {
            reset();
            void navigate(`${location.pathname}${location.search}`, { replace: true });
          }}
        >
          Try again
        </Button>
      }
    >
      <p>{messageOf(error)}</p>
    </ErrorState>
  );
}
