import type { Session } from '../../contract/schemas/session.ts';
import { useNow } from '../api/clock.ts';
import { Banner } from '../ui/banner.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';

/** While somebody is in by break-glass nobody overlooks it. */
export function BreakGlassBanner({ session, until }: { session: Session; until: string }) {
  const now = useNow();
  return (
    <Banner severity="warning">
      {session.sign_in.kind === 'break_glass'
        ? 'You are in by a break-glass code, as an administrator. Everybody here sees that. It ends '
        : 'Somebody is signed in by a break-glass code, as an administrator. That ends '}
      <RelativeTime at={until} now={now} />.
    </Banner>
  );
}
