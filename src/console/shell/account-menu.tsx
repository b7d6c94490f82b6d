import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { listPersonas } from '../../contract/operations/session.ts';
import type { PersonaName, Session } from '../../contract/schemas/session.ts';
import { messageOf } from '../api/errors.ts';
import { useRead } from '../api/queries.ts';
import { useSignIn, useSignOut } from '../api/session.ts';
import { paths } from '../paths.ts';
import { MenuButton, type MenuItem } from '../ui/menu.tsx';
import { toast } from '../ui/toast-store.ts';
import { announce } from './feedback.ts';
import { preloadPage } from './preload.ts';

const initials = (name: string): string =>
  name
    .split(/\s+/u)
    .map((word) => [...word][0] ?? '')
    .slice(0, 2)
    .join('')
    .toUpperCase();

/** Who I am, whom else I can be (A6), and the way out. */
export function AccountMenu({ session }: { session: Session }) {
  const { user, groups } = session;
  // Asked for when somebody comes near, since most loads of a page never open this.
  const [near, setNear] = useState(false);
  const personas =
    useRead(listPersonas, {}, { enabled: near && user.persona !== undefined }).data?.personas ?? [];
  const navigate = useNavigate();
  const signIn = useSignIn();
  const signOut = useSignOut();
  const fail = (error: unknown) => toast({ tone: 'error', title: messageOf(error) });

  const switchTo = (persona: PersonaName) => {
    if (persona === user.persona) return;
    signIn(persona).then((next) => announce(`Signed in as ${next.user.real_name}.`), fail);
  };
  const come = () => {
    setNear(true);
    preloadPage(paths.tokens());
    preloadPage(paths.notifications());
    preloadPage(paths.sessions());
  };
  const items = (): MenuItem[] => [
    ...personas.map(({ persona, real_name: name }) => ({
      label: `${name}, ${persona}`,
      checked: persona === user.persona,
      onSelect: () => switchTo(persona),
    })),
    {
      label: 'Personal access tokens',
      separated: personas.length > 0,
      onSelect: () => void navigate(paths.tokens()),
    },
    { label: 'Notifications', onSelect: () => void navigate(paths.notifications()) },
    { label: 'My sessions', onSelect: () => void navigate(paths.sessions()) },
    { label: 'Sign out', separated: true, onSelect: () => void signOut().catch(fail) },
  ];
  // Begins with what is seen of it, so that somebody who speaks to the page can say what they read.
  const label =
    user.persona === undefined ? `${user.real_name}, account` : `${user.real_name}, switch persona`;

  return (
    <MenuButton
      className="account-button"
      aria-label={label}
      menuLabel={user.persona === undefined ? 'Account' : 'Switch persona'}
      align="end"
      onPointerEnter={come}
      onFocus={come}
      items={items}
      heading={
        <div className="account-who">
          <strong>{user.real_name}</strong>
          <span>{user.user_email}</span>
          <span>
            {groups.length === 0 ? 'In no group' : groups.map((group) => group.user_group_name).join(', ')}
          </span>
          {user.is_organization_admin && <span>Organization admin</span>}
        </div>
      }
    >
      <span className="avatar" data-initials={initials(user.real_name)} aria-hidden="true" />
      <span className="account-name">{user.real_name}</span>
    </MenuButton>
  );
}
