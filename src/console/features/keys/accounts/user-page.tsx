import type { QueryClient } from '@tanstack/react-query';
import { Link, useParams, type LoaderFunction } from 'react-router-dom';
import { paths } from '../../../paths.ts';
import { PrincipalPage } from './principal-page.tsx';
import { readPrincipal } from './read-principal.ts';

const LIST = { label: 'Users', to: paths.users() };
const CRUMB = <Link to={LIST.to}>{LIST.label}</Link>;

/** Starts reading the person whom the URL names. */
export const makeLoader =
  (queryClient: QueryClient): LoaderFunction =>
  ({ params, request }) => {
    readPrincipal(queryClient, params['userId'] ?? '', request.url);
    return null;
  };

/** One person: roles and keys (K15), and the end of their membership (K14). */
export function Component() {
  const { userId = '' } = useParams();
  return <PrincipalPage id={userId} kind="user" noun="user" list={LIST} crumb={CRUMB} />;
}
