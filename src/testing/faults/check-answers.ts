import { expect } from 'vitest';
import { randomBytes, toBase64Url } from '../../runtime/bytes.ts';
import type { Callers } from './callers.ts';
import type { KnownReveal, Ledger } from './ledger.ts';

const RECOVERY_WINDOW = 600_000;

/** What the server's clock says, in milliseconds. */
export const serverTime = async (callers: Callers): Promise<number> =>
  Date.parse((await callers.as('ada').ok('getDemo')).now_time);

/** Moves the demo's clock and waits for whatever falls due. */
export const advance = async (callers: Callers, seconds: number): Promise<void> => {
  await callers.as('ada').ok('advanceClock', { body: { seconds } });
};

/** Whether the platform takes the password of a reveal. */
export const isAccepted = async (
  callers: Callers,
  {
    access,
    secrets,
  }: Pick<KnownReveal, 'secrets'> & { readonly access: Pick<KnownReveal['access'], 'service' | 'username'> },
): Promise<boolean> => {
  const body = { ...access.service, username: access.username, password: secrets?.password };
  return (await callers.as('ada').ok('authenticateOnPlatform', { body })).accepted;
};

/** A claim that was begun within ten minutes gets its credentials, the same as before, and no other claim does (R18, R19). */
const checkReveal = async (callers: Callers, reveal: KnownReveal, now: number): Promise<void> => {
  const { access, person, claim, secrets } = reveal;
  const inTime =
    reveal.recoverableUntil === null ? now < reveal.begunAt + RECOVERY_WINDOW : now < reveal.recoverableUntil;
  if (!inTime) {
    reveal.state = 'over';
    return;
  }
  const params = { access_id: access.id };
  const reply = await callers.as(person).send('claimCredentials', { params, body: { claim } });
  // The platform is down on purpose; the claim stays good.
  if (reply.code === 'unavailable' && secrets === null) return;
  expect(reply.problem?.message, `${access.username}: the same claim`).toBeUndefined();
  const answer = reply.answer;
  if (!answer) throw new Error('no problem and no answer');
  if (secrets) expect(answer.credentials).toStrictEqual(secrets);
  reveal.secrets = answer.credentials;
  reveal.recoverableUntil = Date.parse(answer.recoverable_until_time);
  expect(await isAccepted(callers, reveal), `${access.username}: shown credentials work`).toBe(true);
  const other = { claim: toBase64Url(randomBytes(32)) };
  await callers.as(person).refused('claimCredentials', 'credentials_consumed', { params, body: other });
};

/**
 * What answers said is still true, asked through the API while nobody else calls: accesses, members, faults, and every
 * claim that has time left. Learns what became of commands whose answer was lost.
 */
export const checkAnswers = async (callers: Callers, ledger: Ledger): Promise<void> => {
  const ada = callers.as('ada');
  const { faults } = await ada.ok('getDemo');
  if (ledger.faults) expect(faults).toStrictEqual(ledger.faults);
  ledger.faults = faults;
  const { members } = await ada.ok('listMembers', { params: { user_group_id: 'grp_payments' } });
  for (const [person, known] of ledger.members) {
    const present = members.some(({ user_id }) => user_id === person);
    if (known !== undefined) expect(present, `${person} is a member`).toBe(known);
    ledger.members.set(person, present);
  }
  for (const access of ledger.accesses) {
    const { code } = await ada.send('getAccess', { params: { access_id: access.id } });
    if (access.state === 'perhaps deleted') access.state = code === undefined ? 'there' : 'deleted';
    expect(code ?? 'there', access.username).toBe(
      access.state === 'there' ? 'there' : 'governance_access_not_found',
    );
  }
  const now = await serverTime(callers);
  for (const reveal of ledger.reveals)
    if (reveal.state === 'open' && reveal.access.state === 'there') await checkReveal(callers, reveal, now);
};
