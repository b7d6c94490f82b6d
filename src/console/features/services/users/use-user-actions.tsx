import { useRef, type ReactNode } from 'react';
import {
  BadgeCheck,
  Copy,
  Download,
  FileBadge,
  KeyRound,
  RectangleEllipsis,
  RotateCcw,
  ShieldAlert,
  Trash2,
} from 'lucide-react';
import type { ServiceUser } from '../../../../contract/schemas/service-users.ts';
import type { MenuItem } from '../../../ui/menu.tsx';
import { toast } from '../../../ui/toast-store.ts';
import { useDownloadUser } from './use-download-user.ts';
import { preloadDialogs, UserDialogs, type UserDialogsHandle } from './user-dialogs.tsx';
import type { ServiceKey } from './user-params.ts';

export type UserActions = {
  /** The row's menu, by the server's verdicts (C6, C7, C11). */
  menu: (user: ServiceUser) => readonly MenuItem[];
  /** Place it once in the page. */
  dialogs: ReactNode;
};

/** Everything that can be done to a service user from its row. */
export function useUserActions(service: ServiceKey): UserActions {
  const handle = useRef<UserDialogsHandle>(null);
  const download = useDownloadUser(service);

  const menu = (user: ServiceUser): readonly MenuItem[] => {
    const { verdicts, serial } = user;
    preloadDialogs(user);
    return [
      {
        label: 'Show access key',
        icon: <KeyRound size={16} aria-hidden />,
        verdict: verdicts.show_access_key,
        onSelect: () => handle.current?.show(user, 'access_key'),
      },
      {
        label: 'Show access cert',
        icon: <FileBadge size={16} aria-hidden />,
        verdict: verdicts.show_access_cert,
        onSelect: () => handle.current?.show(user, 'access_cert'),
      },
      {
        label: 'Show password',
        icon: <RectangleEllipsis size={16} aria-hidden />,
        verdict: verdicts.show_password,
        onSelect: () => handle.current?.show(user, 'password'),
      },
      {
        label: 'Download credentials',
        icon: <Download size={16} aria-hidden />,
        verdict: verdicts.download,
        onSelect: () => download(user),
      },
      ...(serial === undefined
        ? []
        : [
            {
              label: 'Copy serial number',
              icon: <Copy size={16} aria-hidden />,
              onSelect: () => void copySerial(serial),
            },
          ]),
      {
        label: 'Acknowledge certificate',
        icon: <BadgeCheck size={16} aria-hidden />,
        verdict: verdicts.acknowledge,
        separated: true,
        onSelect: () => handle.current?.acknowledge(user),
      },
      {
        label: 'Reset credentials',
        icon: <RotateCcw size={16} aria-hidden />,
        danger: true,
        separated: true,
        verdict: verdicts.reset,
        onSelect: () => handle.current?.reset(user),
      },
      {
        label: 'Credentials are compromised',
        icon: <ShieldAlert size={16} aria-hidden />,
        danger: true,
        verdict: verdicts.report_compromise,
        onSelect: () => handle.current?.reportCompromise(user),
      },
      {
        label: 'Delete',
        icon: <Trash2 size={16} aria-hidden />,
        danger: true,
        verdict: verdicts.delete,
        onSelect: () => handle.current?.deleteUser(user),
      },
    ];
  };

  return { menu, dialogs: <UserDialogs ref={handle} service={service} /> };
}

async function copySerial(serial: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(serial);
    toast({ tone: 'success', title: 'Serial number copied.' });
  } catch {
    toast({ tone: 'error', title: `The browser did not allow copying. The serial number is ${serial}.` });
  }
}
