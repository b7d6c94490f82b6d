import { useImperativeHandle, useState, type Ref } from 'react';
import type { SecretPurpose, ServiceUser } from '../../../../contract/schemas/service-users.ts';
import { lazily } from '../../../ui/lazily.tsx';
import { toast } from '../../../ui/toast-store.ts';
import type { ServiceKey } from './user-params.ts';

const SecretDialog = lazily(async () => (await import('./secret-dialog.tsx')).SecretDialog);
const AcknowledgeDialog = lazily(async () => (await import('./acknowledge-dialog.tsx')).AcknowledgeDialog);
const ResetUserDialog = lazily(async () => (await import('./reset-user-dialog.tsx')).ResetUserDialog);
const DeleteUserDialog = lazily(async () => (await import('./delete-user-dialog.tsx')).DeleteUserDialog);

const CompromiseDialog = lazily(
  async () => (await import('../../../parts/compromise/compromise-dialogs.tsx')).UserCompromiseDialog,
);

/** Fetches what a row's menu offers, so that it is there when it is chosen. */
export function preloadDialogs({ verdicts }: Pick<ServiceUser, 'verdicts'>): void {
  const { show_access_key: key, show_access_cert: cert, show_password: password } = verdicts;
  if (key.allowed || cert.allowed || password.allowed) SecretDialog.preload();
  if (verdicts.acknowledge.allowed) AcknowledgeDialog.preload();
  if (verdicts.reset.allowed) ResetUserDialog.preload();
  if (verdicts.delete.allowed) DeleteUserDialog.preload();
  if (verdicts.report_compromise.allowed) CompromiseDialog.preload();
}

/** What a dialog shows; all of it at once is a file. */
export type ShownPurpose = Exclude<SecretPurpose, 'download'>;

export type UserDialogsHandle = {
  show: (user: ServiceUser, purpose: ShownPurpose) => void;
  acknowledge: (user: ServiceUser) => void;
  reset: (user: ServiceUser) => void;
  deleteUser: (user: ServiceUser) => void;
  reportCompromise: (user: ServiceUser) => void;
};

type Open =
  | { kind: 'show'; user: ServiceUser; purpose: ShownPurpose }
  | { kind: 'acknowledge' | 'reset' | 'delete' | 'compromise'; user: ServiceUser };

/** The dialogs over a service user, driven by a handle: a list of many rows is not drawn again to open one. */
export function UserDialogs({ ref, service }: { ref: Ref<UserDialogsHandle>; service: ServiceKey }) {
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);

  useImperativeHandle(
    ref,
    () => ({
      show: (user, purpose) => setOpen({ kind: 'show', user, purpose }),
      acknowledge: (user) => setOpen({ kind: 'acknowledge', user }),
      reset: (user) => setOpen({ kind: 'reset', user }),
      deleteUser: (user) => setOpen({ kind: 'delete', user }),
      reportCompromise: (user) => setOpen({ kind: 'compromise', user }),
    }),
    [],
  );

  if (open === undefined) return null;
  const { user } = open;
  const about = { service, user, onClose: close };
  switch (open.kind) {
    case 'show':
      return <SecretDialog {...about} purpose={open.purpose} />;
    case 'acknowledge':
      return (
        <AcknowledgeDialog
          {...about}
          onDone={() =>
            toast({ tone: 'success', title: `The new certificate of ${user.username} is acknowledged.` })
          }
        />
      );
    case 'reset':
      return (
        <ResetUserDialog
          {...about}
          onDone={() =>
            toast({
              tone: 'success',
              title: `The credentials of ${user.username} are replaced. Its row says when the new ones are ready.`,
            })
          }
        />
      );
    case 'compromise':
      return <CompromiseDialog user={{ ...service, username: user.username }} onClose={close} />;
    case 'delete':
      return (
        <DeleteUserDialog
          {...about}
          onDone={() => toast({ tone: 'success', title: `Service user ${user.username} was deleted.` })}
        />
      );
  }
}

/** What each of these dialogs is about. */
export type UserDialogProps = { service: ServiceKey; user: ServiceUser; onClose: () => void };
