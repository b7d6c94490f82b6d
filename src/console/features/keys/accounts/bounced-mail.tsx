import { listMailBounces, retryMailBounce } from '../../../../contract/operations/mail.ts';
import type { MailBounce } from '../../../../contract/schemas/mail.ts';
import { useCommand } from '../../../api/commands.ts';
import { messageOf } from '../../../api/errors.ts';
import { useRead } from '../../../api/queries.ts';
import { PastTime } from '../../../parts/past-time.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { toast } from '../../../ui/toast-store.ts';

/** How many are named one by one. */
const NAMED = 5;

/** Addresses that refuse mail for good, with a way to try them again; for organization admins. */
export function BouncedMail() {
  const bounces = useRead(listMailBounces, {}).data?.bounces ?? [];
  return (
    <>
      {bounces.slice(0, NAMED).map((bounce) => (
        <Bounce key={bounce.address} bounce={bounce} />
      ))}
      {bounces.length > NAMED && (
        <Banner severity="warning">Mail to {bounces.length - NAMED} more addresses comes back.</Banner>
      )}
    </>
  );
}

function Bounce({ bounce }: { bounce: MailBounce }) {
  const { run, pending } = useCommand(retryMailBounce);
  const { address, real_name: name, reason, withheld_count: withheld } = bounce;
  const retry = async () => {
    try {
      await run({ body: { address } });
      toast({ tone: 'success', title: `Mail to ${address} is sent again.` });
    } catch (error) {
      toast({ tone: 'error', title: `Nothing is sent to ${address}. ${messageOf(error)}` });
    }
  };
  return (
    <Banner
      severity="warning"
      action={
        <Button size="small" busy={pending} onClick={() => void retry()}>
          Try again
        </Button>
      }
    >
      Mail to {address}
      {name === undefined ? '' : ` (${name})`} came back <PastTime at={bounce.bounce_time} />: {reason}.{' '}
      {withheld === 1 ? '1 mail waits.' : `${withheld} mails wait.`}
    </Banner>
  );
}
