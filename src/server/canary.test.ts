import { randomBytes } from 'node:crypto';
import { expect, inject, it } from 'vitest';
import { createCallers, sendTo } from '../testing/faults/callers.ts';
import { makeGround, start } from '../testing/faults/ground.ts';
import { freePort } from '../testing/free-port.ts';
import { newClaim } from '../testing/http-suite/host.ts';
import { keyBody } from '../testing/http-suite/key-steps.ts';
import { createSyslog } from '../testing/syslog.ts';
import { pathOf } from '../testing/http-suite/steps.ts';
import { accessTokenOf, OVERLAP, tokenOf } from '../testing/world.ts';

/** Every line of a PEM text that says something. */
const linesOf = (pem: string): readonly string[] =>
  pem.split('\n').filter((line) => line !== '' && !line.startsWith('-----'));

/** A text that may be kept in pieces: also its beginning and its end. */
const piecesOf = (secret: string): readonly string[] =>
  secret.length < 24 ? [secret] : [secret, secret.slice(0, 20), secret.slice(-20)];

it('R21: planted secrets turn up in no log, no metric, no stream and no row, whatever went wrong with them', async () => {
  const ground = await makeGround('PostgreSQL', inject('postgresUrl'));
  const port = await freePort();
  const syslog = createSyslog(0);
  const server = start({
    ...ground.env,
    LATCHKEY_AUDIT_STREAM: `syslog+tcp://127.0.0.1:${await syslog.start()}`,
    LATCHKEY_LOG_REQUESTS: 'on',
    LATCHKEY_METRICS: `127.0.0.1:${port}`,
  });
  const url = await server.url;
  const callers = createCallers(sendTo(() => url));
  const [ada, ben, cid] = [callers.as('ada'), callers.as('ben'), callers.as('cid')];
  const planted: string[] = [];
  const plant = <S extends string>(secret: S): S => {
    planted.push(...piecesOf(secret));
    return secret;
  };
  plant(tokenOf('ada'));
  plant(accessTokenOf('ada'));
  plant(ground.env['LATCHKEY_SEALING_KEY'] ?? '');

  // New credentials, shown, asked for again with another claim, and saved (R14 to R19).
  const acl = {
    resource_name: 'orders',
    resource_type: 'Topic',
    operation: 'Read',
    permission_type: 'ALLOW',
  };
  const { access } = await ada.ok('createAccess', {
    body: {
      access_name: 'canary',
      access_type: 'KAFKA',
      owner_user_group_id: 'grp_payments',
      access_data: { ...OVERLAP, username: 'canary', acls: [acl] },
    },
  });
  const params = { access_id: access.access_id };
  await expect
    .poll(async () => (await ada.ok('getAccess', { params })).access.credential_state, { timeout: 15_000 })
    .toBe('unviewed');
  const claim = plant(newClaim());
  const { credentials } = await ada.ok('claimCredentials', { params, body: { claim } });
  plant(credentials.password);
  for (const line of linesOf(credentials.access_key)) plant(line);
  await ada.send('claimCredentials', { params, body: { claim: plant(newClaim()) } });
  await ben.send('claimCredentials', { params, body: { claim: plant(newClaim()) } });
  await ada.ok('confirmSaved', { params, body: { claim } });

  // A service user with a password that a person chose (C11); its secrets are kept, but sealed.
  const user = { ...pathOf(OVERLAP), username: 'canary-app' };
  await cid.ok('createServiceUser', { params: pathOf(OVERLAP), body: { username: user.username } });
  const chosen = plant(`Chosen-${randomBytes(16).toString('hex')}`);
  await cid.ok('modifyServiceUser', {
    params: user,
    body: { operation: 'reset-credentials', new_password: chosen },
  });
  await cid.send('modifyServiceUser', {
    params: user,
    body: { operation: 'reset-credentials', new_password: plant(`x${chosen}\n`) },
  });
  const kept = (await cid.ok('showServiceUserSecrets', { params: user, body: { purpose: 'download' } }))
    .credentials;
  for (const line of linesOf(kept.access_key ?? '')) plant(line);

  // An API key and an access token, used rightly, wrongly and in the wrong places (K7, C8).
  const made = await ada.ok('createApiKey', { body: keyBody({ claim: plant(newClaim()) }) });
  const secret = plant(made.secret);
  const { full_token: token } = await ada.ok('createAccessToken', { body: { description: 'canary' } });
  plant(token);
  const basic = (password: string): string => `Basic ${btoa(`${made.key.key}:${password}`)}`;
  planted.push(basic(secret).slice(6));
  for (const [path, authorization] of [
    ['/iam/v2/api-keys', basic(secret)],
    ['/iam/v2/api-keys', basic(`${secret}x`)],
    ['/v1/access_token', `Bearer ${token}`],
    [`/v1/access_token/${token}`, `Bearer ${token}`],
    [`/v1/access_token?token=${token}&password=${secret}`, `aivenv1 ${token}x`],
    [`/v1/nothing/${token}`, `Bearer ${secret}`],
    [`/iam/v2/api-keys/${made.key.key}?secret=${secret}`, basic(secret)],
  ] as const)
    await fetch(`${url}${path}`, { headers: { authorization }, signal: AbortSignal.timeout(10_000) });
  for (const body of [`{"claim":"${claim}"`, `{"claim":["${secret}"]}`, `${token}`])
    await fetch(`${url}/v1/session`, {
      method: 'POST',
      body,
      headers: { cookie: `latchkey_session=${tokenOf('ada')}` },
    });

  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const audit = JSON.stringify(await ada.ok('listNotifications'));
  await expect.poll(() => syslog.messages.join()).toContain('call.refused');
  server.child.kill('SIGTERM');
  await server.ended;
  await syslog.stop();
  const places = {
    'standard output': server.output(),
    'the log': server.errors(),
    metrics,
    notifications: audit,
    'the stream of the audit log': syslog.messages.join('\n'),
    'the database': JSON.stringify(await ground.dump()),
  };
  expect(places['the log'].split('\n').length).toBeGreaterThan(20);
  expect(planted.length).toBeGreaterThan(50);
  // What may be known is there, so the places were looked at.
  for (const place of ['the log', 'the stream of the audit log', 'the database'] as const)
    expect(places[place]).toContain('canary-app');
  // The prefix by which people know their token is the one piece that stays.
  const shown = new Set([token.slice(0, 12)]);
  for (const [place, text] of Object.entries(places))
    for (const piece of planted)
      if (!shown.has(piece)) expect(text.includes(piece), `${place} holds ${piece}`).toBe(false);
}, 120_000);
