import type { Out } from '../../contract/operation.ts';
import type { MailBounce, MailBounceList } from '../../contract/schemas/mail.ts';
import { toWireTime } from '../../contract/text.ts';
import { bounceId } from '../../domain/mail/mail.ts';
import { mayAdministerMail } from '../../domain/policy/mail.ts';
import type { Deps } from '../deps.ts';
import { demand } from '../problem.ts';
import { loadActorIn } from '../shared/actor.ts';
import { recordAudit } from '../shared/record.ts';
import { wakeCouriers } from './write-mails.ts';

/** How many are shown at once. */
const NEWEST = 200;

/** The organization's addresses that refused mail for good. Errors: 403 unless organization admin. */
export const listMailBounces = (
  { store }: Deps,
  actorId: string,
  organizationId: string,
): Promise<Out<typeof MailBounceList>> =>
  store.read(async (tx) => {
    const actor = await loadActorIn(tx, actorId, organizationId);
    demand(mayAdministerMail(actor));
    const rows = await tx.find('mailBounces', {
      where: { organizationId },
      order: { column: 'bouncedAt', direction: 'desc' },
      limit: NEWEST,
    });
    const bounces: Out<typeof MailBounce>[] = [];
    for (const { address, reason, bouncedAt } of rows) {
      const [person] = await tx.find('people', { where: { organizationId, email: address } });
      bounces.push({
        address,
        reason,
        bounce_time: toWireTime(bouncedAt),
        ...(person ? { user_id: person.id, real_name: person.name } : {}),
        withheld_count: await tx.count('mails', { where: { organizationId, address, status: 'withheld' } }),
      });
    }
    return { bounces };
  });

/** Sends to an address again, what was held back first. Errors: 403 unless organization admin. Repeatable. */
export const retryMailBounce = (
  { store, clock, ids }: Deps,
  actorId: string,
  organizationId: string,
  address: string,
): Promise<{ message: string }> =>
  store.write(async (tx) => {
    const now = clock.now();
    const actor = await loadActorIn(tx, actorId, organizationId);
    demand(mayAdministerMail(actor));
    const bounce = await tx.get('mailBounces', bounceId(organizationId, address));
    if (!bounce) return { message: 'This address takes mail already.' };
    await tx.remove('mailBounces', bounce.id);
    const withheld = await tx.find('mails', {
      where: { organizationId, address: bounce.address, status: 'withheld' },
    });
    for (const { id } of withheld) await tx.update('mails', id, { status: 'queued', dueAt: now });
    await recordAudit(tx, ids, now, {
      actor,
      action: 'mail.bounce_cleared',
      organizationId,
      resourceName: bounce.address,
    });
    tx.announce({ touches: ['people', 'mailPreferences'], organizationId, personIds: null });
    wakeCouriers(tx);
    return { message: 'Mail to this address is sent again.' };
  });
