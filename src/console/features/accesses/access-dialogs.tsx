import { useImperativeHandle, useState, type Ref } from 'react';
import type { Access } from '../../../contract/schemas/accesses.ts';
import { CredentialsDialog } from '../../parts/credentials-from-url.tsx';
import { useUrlDialog } from '../../parts/use-url-dialog.ts';
import { lazily } from '../../ui/lazily.tsx';
import { toast } from '../../ui/toast-store.ts';

const RotationDialog = lazily(async () => (await import('./rotation-dialog.tsx')).RotationDialog);
const RetireOldDialog = lazily(
  async () => (await import('../../parts/retire-old-dialog.tsx')).RetireOldDialog,
);
const DeleteAccessDialog = lazily(
  async () => (await import('./delete-access-dialog.tsx')).DeleteAccessDialog,
);

const CompromiseDialog = lazily(
  async () => (await import('../../parts/compromise/compromise-dialogs.tsx')).AccessCompromiseDialog,
);

/** Fetches what a row's menu offers, so that it is there when it is chosen. */
export function preloadDialogs({ verdicts }: Pick<Access, 'verdicts'>): void {
  if (verdicts.request_rotation.allowed) RotationDialog.preload();
  if (verdicts.review_credentials.allowed) CredentialsDialog.preload();
  if (verdicts.retire_old_credentials.allowed) RetireOldDialog.preload();
  if (verdicts.delete_access.allowed) DeleteAccessDialog.preload();
  if (verdicts.report_compromise.allowed) CompromiseDialog.preload();
}

export type AccessDialogsHandle = {
  requestRotation: (access: Access) => void;
  review: (access: Access) => void;
  retireOld: (access: Access) => void;
  deleteAccess: (access: Access) => void;
  reportCompromise: (access: Access) => void;
};

type AccessDialogsProps = { ref: Ref<AccessDialogsHandle>; onDeleted: (() => void) | undefined };

/** The dialogs over an access, driven by a handle: a list of a thousand rows is not drawn again to open one. */
export function AccessDialogs({ ref, onDeleted }: AccessDialogsProps) {
  const { open: openRotation, ...rotation } = useUrlDialog('rotate');
  const { open: openCredentials, ...credentials } = useUrlDialog('credentials');
  const [open, setOpen] = useState<{ kind: 'retire' | 'delete' | 'compromise'; access: Access }>();
  const close = () => setOpen(undefined);

  useImperativeHandle(
    ref,
    () => ({
      requestRotation: (access) => openRotation(access.access_id),
      review: (access) => openCredentials(access.access_id),
      retireOld: (access) => setOpen({ kind: 'retire', access }),
      deleteAccess: (access) => setOpen({ kind: 'delete', access }),
      reportCompromise: (access) => setOpen({ kind: 'compromise', access }),
    }),
    [openRotation, openCredentials],
  );

  return (
    <>
      {rotation.accessId !== undefined && (
        <RotationDialog key={rotation.accessId} accessId={rotation.accessId} onClose={rotation.close} />
      )}
      {open?.kind === 'retire' && (
        <RetireOldDialog
          accessId={open.access.access_id}
          accessName={open.access.access_name}
          username={open.access.access_data.username}
          version={open.access.version}
          onClose={close}
          onRetired={() =>
            toast({
              tone: 'success',
              title: `The old credentials of ${open.access.access_name} were retired.`,
            })
          }
        />
      )}
      {open?.kind === 'delete' && (
        <DeleteAccessDialog
          access={open.access}
          onClose={close}
          onDeleted={() => {
            toast({ tone: 'success', title: `Access ${open.access.access_name} was deleted.` });
            onDeleted?.();
          }}
        />
      )}
      {open?.kind === 'compromise' && (
        <CompromiseDialog accessId={open.access.access_id} name={open.access.access_name} onClose={close} />
      )}
      {credentials.accessId !== undefined && (
        <CredentialsDialog
          key={credentials.accessId}
          accessId={credentials.accessId}
          onClose={credentials.close}
        />
      )}
    </>
  );
}
