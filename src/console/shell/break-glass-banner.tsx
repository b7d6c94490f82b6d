import { endBreakGlass } from '../../contract/operations/sign-in.ts';
import type { Session } from '../../contract/schemas/session.ts';
import { useNow } from '../api/clock.ts';
import { useCommand } from '../api/commands.ts';
import { messageOf } from '../api/errors.ts';
import { Banner } from '../ui/banner.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { toast } from '../ui/toast-store.ts';

/** While somebody is in by break-glass nobody overlooks it. */
export function BreakGlassBanner({ session, until }: { session: Session; until: string }) {
  const now = useNow();
  const { run } = useCommand(endBreakGlass);
  const theirs = session.sign_in.kind === 'break_glass';
  const end = () => void run({}).catch((error: unknown) => toast({ tone: 'error', title: messageOf(error) }));
  return (
    <Banner
      severity="warning"
      {...(!theirs &&
        session.user.is_organization_admin && {
          action: (
            <button type="button" onClick={end}>
              End it now
            </button>
          ),
        })}
    >
      {theirs
        ? 'You are in by a break-glass code, as an administrator. Everybody here sees that. It ends '
        : 'Somebody is signed in by a break-glass code, as an administrator. That ends '}
      <RelativeTime at={until} now={now} />.
    </Banner>
  );
}
