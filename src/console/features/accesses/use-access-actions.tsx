import { useRef, type ReactNode } from 'react';
import { ArrowRight, Eye, FileSearch, RotateCw, Server, ShieldAlert, TimerOff, Trash2 } from 'lucide-react';
import { useNavigate } from 'react-router-dom';
import type { Access } from '../../../contract/schemas/accesses.ts';
import { useSession } from '../../api/session.ts';
import { paths } from '../../paths.ts';
import type { MenuItem } from '../../ui/menu.tsx';
import { AccessDialogs, preloadDialogs, type AccessDialogsHandle } from './access-dialogs.tsx';

/** What the one look at credentials is called: again after a rotation, or the first time (R14). */
export const reviewLabel = (access: Pick<Access, 'first_credentials'>): string =>
  access.first_credentials ? 'View credentials' : 'Review credentials';

export type AccessActions = AccessDialogsHandle & {
  /** The row's menu, by the server's verdicts (R3). */
  menu: (access: Access) => readonly MenuItem[];
  /** Place it once in the page. */
  dialogs: ReactNode;
};

/** Everything that can be done to an access, from its row and from its page. */
export function useAccessActions({ onDeleted }: { onDeleted?: () => void } = {}): AccessActions {
  const navigate = useNavigate();
  const { project_roles: roles } = useSession();
  const handle = useRef<AccessDialogsHandle>(null);
  const requestRotation = (access: Access) => handle.current?.requestRotation(access);
  const review = (access: Access) => handle.current?.review(access);
  const retireOld = (access: Access) => handle.current?.retireOld(access);
  const deleteAccess = (access: Access) => handle.current?.deleteAccess(access);
  const reportCompromise = (access: Access) => handle.current?.reportCompromise(access);

  const menu = (access: Access): readonly MenuItem[] => {
    const { verdicts, active_request_id: request } = access;
    const { project_name: project, service_name: service } = access.access_data;
    preloadDialogs(access);
    return [
      {
        label: 'View details',
        icon: <FileSearch size={16} aria-hidden />,
        onSelect: () => void navigate(paths.access(access.access_id)),
      },
      // Services are shown to those with a role in their project.
      ...(project in roles
        ? [
            {
              label: 'View service',
              icon: <Server size={16} aria-hidden />,
              onSelect: () => void navigate(paths.service(project, service)),
            },
          ]
        : []),
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
        label: 'Credentials are compromised',
        icon: <ShieldAlert size={16} aria-hidden />,
        danger: true,
        separated: true,
        verdict: verdicts.report_compromise,
        onSelect: () => reportCompromise(access),
      },
      {
        label: 'Delete access',
        icon: <Trash2 size={16} aria-hidden />,
        danger: true,
        verdict: verdicts.delete_access,
        onSelect: () => deleteAccess(access),
      },
    ];
  };

  const dialogs = <AccessDialogs ref={handle} onDeleted={onDeleted} />;
  return { requestRotation, review, retireOld, deleteAccess, reportCompromise, menu, dialogs };
}
