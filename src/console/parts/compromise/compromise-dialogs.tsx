import * as incidents from '../../../contract/operations/incidents.ts';
import { useRead } from '../../api/queries.ts';
import { useSession } from '../../api/session.ts';
import { toast } from '../../ui/toast-store.ts';
import { pathOf } from '../curl.ts';
import { useConfirmedCommand } from '../use-confirmed-command.ts';
import { CompromiseForm } from './compromise-form.tsx';

type Closing = { onClose: () => void };

const done = (name: string) => () =>
  toast({
    tone: 'success',
    title: `${name} is reported as compromised. Its page says when the platform has revoked everything.`,
  });

/** "Credentials are compromised" on an access (P8). */
export function AccessCompromiseDialog({
  accessId,
  name,
  onClose,
}: Closing & { accessId: string; name: string }) {
  const params = { access_id: accessId };
  const path = { ...params, organization_id: useSession().organization.organization_id };
  const { confirm, pending, problem } = useConfirmedCommand(incidents.reportAccessCompromise, {
    onClose,
    onDone: done(name),
  });
  return (
    <CompromiseForm
      name={name}
      preview={useRead(incidents.previewAccessCompromise, { params }).data}
      call={{ method: 'POST', path: pathOf(incidents.reportAccessCompromise, path) }}
      pending={pending}
      problem={problem}
      onConfirm={(reason) => confirm({ params, body: { reason } })}
      onClose={onClose}
    />
  );
}

type UserKey = { readonly project: string; readonly service_name: string; readonly username: string };

/** As AccessCompromiseDialog, of a service user; of one that belongs to an access, the access's name is typed. */
export function UserCompromiseDialog({ user, onClose }: Closing & { user: UserKey }) {
  const { project, service_name, username } = user;
  const params = { project, service_name, username };
  const path = { ...params, organization_id: useSession().organization.organization_id };
  const { confirm, pending, problem } = useConfirmedCommand(incidents.reportUserCompromise, {
    onClose,
    onDone: done(username),
  });
  return (
    <CompromiseForm
      name={username}
      preview={useRead(incidents.previewUserCompromise, { params }).data}
      call={{ method: 'POST', path: pathOf(incidents.reportUserCompromise, path) }}
      pending={pending}
      problem={problem}
      onConfirm={(reason) => confirm({ params, body: { reason } })}
      onClose={onClose}
    />
  );
}

/** As AccessCompromiseDialog, of an API key. */
export function KeyCompromiseDialog({ apiKey: key, onClose }: Closing & { apiKey: string }) {
  const params = { key };
  const path = { ...params, organization_id: useSession().organization.organization_id };
  const { confirm, pending, problem } = useConfirmedCommand(incidents.reportKeyCompromise, {
    onClose,
    onDone: done(key),
  });
  return (
    <CompromiseForm
      name={key}
      preview={useRead(incidents.previewKeyCompromise, { params }).data}
      call={{ method: 'POST', path: pathOf(incidents.reportKeyCompromise, path) }}
      pending={pending}
      problem={problem}
      onConfirm={(reason) => confirm({ params, body: { reason } })}
      onClose={onClose}
    />
  );
}
