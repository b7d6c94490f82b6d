import type { ComponentProps } from 'react';
import {
  Bot,
  ClipboardCheck,
  Cloud,
  KeyRound,
  Layers,
  ScrollText,
  Server,
  UserRound,
  Users,
  Webhook,
} from 'lucide-react';
import { Link, useLocation } from 'react-router-dom';
import { requestSummary } from '../../contract/operations/requests.ts';
import { useRead } from '../api/queries.ts';
import { paths, PATTERNS } from '../paths.ts';
import type { LinkComponent, NavGroup } from '../ui/sidebar.tsx';
import { preloadPage } from './preload.ts';

/** The router's link for ui's sidebar; it fetches the page's code when somebody points at it. */
export function NavLink({ to, ...rest }: ComponentProps<LinkComponent>) {
  const preload = () => preloadPage(to);
  return <Link {...rest} to={to} onPointerEnter={preload} onFocus={preload} />;
}

const icon = { size: 16, 'aria-hidden': true } as const;

/** The sidebar. Only what waits for me carries a count (R7). */
export function useNavigationGroups(signedIn: boolean, administers: boolean): readonly NavGroup[] {
  const { pathname } = useLocation();
  const waiting = useRead(requestSummary, {}, { enabled: signedIn }).data?.waiting_for_me;
  const active = (path: string) => pathname === path || pathname.startsWith(`${path}/`);
  return [
    {
      key: 'catalog',
      label: 'Streaming catalog',
      items: [
        {
          key: 'accesses',
          label: 'Access overview',
          icon: <KeyRound {...icon} />,
          to: paths.accesses(),
          active: active(PATTERNS.accesses),
        },
        {
          key: 'environments',
          label: 'Environments',
          icon: <Layers {...icon} />,
          to: paths.environments(),
          active: active(PATTERNS.environments),
        },
      ],
    },
    {
      key: 'governance',
      label: 'Governance',
      items: [
        {
          key: 'approvals',
          label: 'Approvals',
          icon: <ClipboardCheck {...icon} />,
          to: paths.approvals(),
          active: active(PATTERNS.approvals) || active(PATTERNS.reviews),
          count: waiting,
          countLabel: waiting === 1 ? '1 waits for your decision' : `${waiting} wait for your decision`,
        },
        {
          key: 'requests',
          label: 'Group requests',
          icon: <Users {...icon} />,
          to: paths.groupRequests(),
          active: active(PATTERNS.groupRequests),
        },
      ],
    },
    {
      key: 'services',
      label: 'Services',
      items: [
        {
          key: 'services',
          label: 'Services',
          icon: <Server {...icon} />,
          to: paths.services(),
          active: active(PATTERNS.services),
        },
      ],
    },
    {
      key: 'administration',
      label: 'Administration',
      items: [
        {
          key: 'cloud-keys',
          label: 'Cloud API keys',
          icon: <Cloud {...icon} />,
          to: paths.cloudKeys(),
          active: active(PATTERNS.cloudKeys),
        },
        {
          key: 'service-accounts',
          label: 'Service accounts',
          icon: <Bot {...icon} />,
          to: paths.serviceAccounts(),
          active: active(PATTERNS.serviceAccounts),
        },
        {
          key: 'users',
          label: 'Users',
          icon: <UserRound {...icon} />,
          to: paths.users(),
          active: active(PATTERNS.users),
        },
        {
          key: 'audit-log',
          label: 'Audit log',
          icon: <ScrollText {...icon} />,
          to: paths.auditLog(),
          active: active(PATTERNS.auditLog),
        },
        ...(administers
          ? [
              {
                key: 'webhooks',
                label: 'Webhooks',
                icon: <Webhook {...icon} />,
                to: paths.webhooks(),
                active: active(PATTERNS.webhooks),
              },
            ]
          : []),
      ],
    },
  ];
}
