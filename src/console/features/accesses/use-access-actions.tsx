import { lazy, Suspense, useState, type ReactNode } from 'react';
import { ArrowRight, Eye, FileSearch, RotateCw, TimerOff, Trash2 } from 'lucide-react';
import { useNavigate } from 'react-router-dom';
import type { Access } from '../../../contract/schemas/accesses.ts';
import { CredentialsFromUrl } from '../../parts/credentials-from-url.tsx';
import { useUrlDialog } from '../../parts/use-url-dialog.ts';
import { paths } from '../../paths.ts';
import { toast } from '../../ui/toast-store.ts';
import type { MenuItem } from '../../ui/menu.tsx';

const RotationDialog = lazy(async () => {
  const { RotationDialog: component } = await import('./rotation-dialog.tsx');
  return { default: component };
});
const RetireOldDialog = lazy(async () => {
  const { RetireOldDialog: component } = await import('../../parts/retire-old-dialog.tsx');
  return { default: component };
});
const DeleteAccessDialog = lazy(async () => {
  const { DeleteAccessDialog: component } = await import('./delete-access-dialog.tsx');
  return { default: component };
});

/** What the one look at credentials is called: again after a rotation, or the first time (R14). */
export const reviewLabel = (access: Pick<Access, 'first_credentials'>): string =>
  access.first_credentials ? 'View credentials' : 'Review credentials';

export type AccessActions = {
  requestRotation: (access: Access) => void;
  review: (access: Access) => void;
  retireOld: (access: Access) => void;
  deleteAccess: (access: Access) => void;
  /** The row's menu, by the server's verdicts (R3). */
  menu: (access: Access) => readonly MenuItem[];
  /** Place it once in the page. */
  dialogs: ReactNode;
};

/** Everything that can be done to an access, from its row and from its page. */
export function useAccessActions({ onDeleted }: { onDeleted?: () => void } = {}): AccessActions {
  const navigate = useNavigate();
  const rotation = useUrlDialog('rotate');
  const credentials = useUrlDialog('credentials');
  const [open, setOpen] = useState<{ kind: 'retire' | 'delete'; access: Access }>();
  const close = () => setOpen(undefined);

  const requestRotation = (access: Access) => rotation.open(access.access_id);
  const review = (access: Access) => credentials.open(access.access_id);
  const retireOld = (access: Access) => setOpen({ kind: 'retire', access });
  const deleteAccess = (access: Access) => setOpen({ kind: 'delete', access });

  const menu = (access: Access): readonly MenuItem[] => {
    const { verdicts, active_request_id: request } = access;
    return [
      {
        label: 'View details',
        icon: <FileSearch size={16} aria-hidden />,
        onSelect: () => void navigate(paths.access(access.access_id)),
      },
      {
        label: 'Request credential rotation',
        icon: <RotateCw size={16} aria-hidden />,
        verdict: verdicts.request_rotation,
        separated: true,
        onSelect: () => requestRotation(access),
      },
      ...(request === undefined
        ? []
        : [
            {
              label: 'View request',
              icon: <ArrowRight size={16} aria-hidden />,
              onSelect: () => void navigate(paths.groupRequest(request)),
            },
          ]),
      {
        label: reviewLabel(access),
        icon: <Eye size={16} aria-hidden />,
        verdict: verdicts.review_credentials,
        onSelect: () => review(access),
      },
      {
        label: 'Retire old credentials',
        icon: <TimerOff size={16} aria-hidden />,
        verdict: verdicts.retire_old_credentials,
        onSelect: () => retireOld(access),
      },
      {
        label: 'Delete access',
        icon: <Trash2 size={16} aria-hidden />,
        danger: true,
        separated: true,
        verdict: verdicts.delete_access,
        onSelect: () => deleteAccess(access),
      },
    ];
  };

  const dialogs = (
    <>
      <Suspense>
        {rotation.accessId !== undefined && (
          <RotationDialog key={rotation.accessId} accessId={rotation.accessId} onClose={rotation.close} />
        )}
        {open?.kind === 'retire' && (
          <RetireOldDialog
            accessId={open.access.access_id}
            accessName={open.access.access_name}
            username={open.access.access_data.username}
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
      </Suspense>
      <CredentialsFromUrl />
    </>
  );
  return { requestRotation, review, retireOld, deleteAccess, menu, dialogs };
}
