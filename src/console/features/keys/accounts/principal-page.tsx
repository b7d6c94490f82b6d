import { useState, type ReactNode } from 'react';
import { useNavigate } from 'react-router-dom';
import { getPrincipal } from '../../../../contract/operations/keys.ts';
import type { PrincipalDetails } from '../../../../contract/schemas/keys.ts';
import { ApiError } from '../../../api/errors.ts';
import { useRead } from '../../../api/queries.ts';
import { PastTime } from '../../../parts/past-time.tsx';
import { usePageTitle } from '../../../shell/use-page-title.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { lazily } from '../../../ui/lazily.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { VerdictButton } from '../../../ui/verdict-button.tsx';
import { isGone, Missing } from '../missing.tsx';
import { KeyTable } from '../table/key-table.tsx';
import { PrincipalAcls } from './principal-acls.tsx';
import { PrincipalRoles } from './principal-roles.tsx';
import '../../../parts/details.css';
import '../keys.css';

const DeletePrincipalDialog = lazily(
  async () => (await import('./delete-principal-dialog.tsx')).DeletePrincipalDialog,
);
const DescribeAccountDialog = lazily(
  async () => (await import('./describe-account-dialog.tsx')).DescribeAccountDialog,
);

type PrincipalPageProps = {
  id: string;
  kind: PrincipalDetails['principal']['kind'];
  noun: string;
  list: { readonly label: string; readonly to: string };
  crumb: ReactNode;
};

const NOT_HERE = new ApiError(404, 'not_found', 'It is no account of this kind.');

/** A service account or a person: who it is, what it may do, and its keys. */
export function PrincipalPage({ id, kind, noun, list, crumb }: PrincipalPageProps) {
  const navigate = useNavigate();
  const read = useRead(getPrincipal, { params: { principal_id: id } });
  const [deleting, setDeleting] = useState(false);
  const [describing, setDescribing] = useState(false);
  const details = isGone(read.error) || read.data?.principal.kind !== kind ? undefined : read.data;
  usePageTitle(details?.principal.name);
  if (details === undefined) {
    return (
      <Missing
        noun={noun}
        breadcrumb={[crumb]}
        error={read.data === undefined || isGone(read.error) ? read.error : NOT_HERE}
        onRetry={() => void read.refetch()}
        list={list}
      />
    );
  }
  const { principal, verdicts } = details;
  const account = kind === 'service_account';
  return (
    <>
      <PageHeader
        breadcrumb={[crumb, principal.name]}
        title={<bdi>{principal.name}</bdi>}
        purpose={
          account ? (
            principal.description === '' ? (
              'Service account without a description.'
            ) : (
              <bdi className="wrap">{principal.description}</bdi>
            )
          ) : (
            principal.email
          )
        }
        action={
          account && (
            <VerdictButton
              verdict={verdicts.manage}
              onPointerEnter={DescribeAccountDialog.preload}
              onFocus={DescribeAccountDialog.preload}
              onClick={() => setDescribing(true)}
            >
              Edit description
            </VerdictButton>
          )
        }
      />
      <div className="details principal">
        <div className="details-main">
          <PrincipalRoles details={details} />
          {account && <PrincipalAcls details={details} />}
        </div>
        <aside className="details-side details-section" aria-label="Facts">
          <dl className="facts">
            <dt>ID</dt>
            <dd className="fact-copy">
              <span className="mono wrap">{principal.id}</span>
              <CopyButton label="Copy ID" value={() => principal.id} />
            </dd>
            <dt>{account ? 'Created' : 'Joined'}</dt>
            <dd>
              <PastTime at={principal.create_time} focusable />
            </dd>
          </dl>
        </aside>
      </div>
      <section className="principal-keys" aria-label="API keys">
        <KeyTable
          scope={{ owner_id: id }}
          title="API keys"
          purpose={
            account
              ? 'What this account’s applications authenticate with.'
              : 'They carry this person’s permissions, and are for development and testing only.'
          }
          note={<Quota details={details} />}
          empty="Keys are made where they work: on a cluster’s own page, or under Cloud API keys."
        />
      </section>
      <div className="details">
        <section className="details-section" aria-labelledby="delete-title">
          <h2 id="delete-title">{account ? 'Delete this service account' : 'Remove this user'}</h2>
          <div className="details-line">
            <p className="muted">
              {account
                ? 'Its keys, roles and ACLs go with it, at once and for good.'
                : 'Sessions, access tokens, keys, roles and memberships end at once and for good. Requests that nobody decided are closed, and history keeps the name.'}
            </p>
            <VerdictButton verdict={verdicts.delete} onClick={() => setDeleting(true)}>
              {account ? 'Delete service account' : 'Remove user'}
            </VerdictButton>
          </div>
        </section>
      </div>
      {describing && <DescribeAccountDialog principal={principal} onClose={() => setDescribing(false)} />}
      {deleting && (
        <DeletePrincipalDialog
          details={details}
          onClose={() => setDeleting(false)}
          onDeleted={() => void navigate(list.to, { replace: true })}
        />
      )}
    </>
  );
}

/** Used/limit (K10). */
function Quota({ details: { key_count: used, key_limit: limit } }: { details: PrincipalDetails }) {
  return (
    <span className={used >= limit ? 'num key-in-use' : 'num muted'}>{`${used}/${limit} keys used`}</span>
  );
}
