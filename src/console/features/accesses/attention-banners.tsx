import type { Access } from '../../../contract/schemas/accesses.ts';
import { useNow } from '../../api/clock.ts';
import { useSession } from '../../api/session.ts';
import { Banner } from '../../ui/banner.tsx';
import { daysLeft, formatDaysLeft } from '../../ui/format-time.ts';
import type { AccessListState } from './use-access-filters.ts';

type AttentionBannersProps = {
  accesses: readonly Access[];
  state: AccessListState;
  onShow: (access: Access) => void;
};

const DAYS = 7;

/** What waits for me, most pressing first; from the rows that are there. */
export function AttentionBanners({ accesses, state, onShow }: AttentionBannersProps) {
  const now = useNow();
  const mine = new Set(useSession().groups.map((group) => group.user_group_id));
  const ending = accesses.filter(
    (access) =>
      access.certificate_not_after_time !== undefined &&
      mine.has(access.owner_user_group_id) &&
      daysLeft(access.certificate_not_after_time, now) <= DAYS,
  );
  const waiting = accesses.filter((access) => access.verdicts.review_credentials.allowed);
  const [first] = waiting;
  const urgent = ending[0];
  return (
    <>
      {urgent !== undefined && state.choice('expiry') === undefined && (
        <Banner
          severity="warning"
          action={
            <button type="button" onClick={() => state.setChoice('expiry', '7_days')}>
              {ending.length === 1 ? 'Show it' : 'Show them'}
            </button>
          }
        >
          {ending.length === 1
            ? `The certificate of ${urgent.access_name}: ${formatDaysLeft(urgent.certificate_not_after_time ?? now, now)}.`
            : `${ending.length} certificates of your groups have expired or expire within ${DAYS} days.`}
        </Banner>
      )}
      {first !== undefined && state.values('credential_state').join() !== 'unviewed' && (
        <Banner
          severity="info"
          action={
            <button
              type="button"
              onClick={() =>
                waiting.length === 1 ? onShow(first) : state.setValues('credential_state', ['unviewed'])
              }
            >
              {waiting.length === 1 ? 'Show credentials' : 'Show them'}
            </button>
          }
        >
          {waiting.length === 1
            ? `New credentials for ${first.access_name} wait for you.`
            : `New credentials for ${waiting.length} accesses wait for you.`}
        </Banner>
      )}
    </>
  );
}
