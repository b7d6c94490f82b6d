import type { QueryClient } from '@tanstack/react-query';
import { Link, useParams, type LoaderFunction } from 'react-router-dom';
import { paths } from '../../../paths.ts';
import { PrincipalPage } from './principal-page.tsx';
import { readPrincipal } from './read-principal.ts';

const LIST = { label: 'Service accounts', to: paths.serviceAccounts() };
const CRUMB = <Link to={LIST.to}>{LIST.label}</Link>;

/** Starts reading the account that the URL names. */
export const makeLoader =
  (queryClient: QueryClient): LoaderFunction =>
  ({ params, request }) => {
    readPrincipal(queryClient, params['accountId'] ?? '', request.url);
    return null;
  };

/** One service account: roles, ACLs, keys, and its end (K14). */
export function Component() {
  const { accountId = '' } = useParams();
  return (
    <PrincipalPage id={accountId} kind="service_account" noun="service account" list={LIST} crumb={CRUMB} />
  );
}
