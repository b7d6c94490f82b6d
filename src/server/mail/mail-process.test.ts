import { expect, it, onTestFinished } from 'vitest';
import { freePort } from '../../testing/free-port.ts';
import { createSmtp } from '../../testing/smtp.ts';
import { makeFolder, runServer, signIn } from '../testing-server.ts';

const MINUTE = 60_000;

it(
  'R13: a server that is configured for it sends mail, logs in, and writes its password nowhere',
  { timeout: 3 * MINUTE },
  async () => {
    const folder = await makeFolder();
    const logins: string[] = [];
    const smtp = createSmtp(await freePort(), {
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ username = '', password = '' }, _session, done) => {
        logins.push(`${username} ${password}`);
        // At first it takes nobody, so that there is something to tell in the log.
        if (logins.length === 1) done(Object.assign(new Error('Not now'), { responseCode: 535 }), undefined);
        else done(null, { user: username });
      },
    });
    await smtp.start();
    const server = runServer({
      DATA_DIR: folder.path,
      LATCHKEY_SMTP_URL: `smtp://console:canary%2Dpass@127.0.0.1:${smtp.port}`,
      LATCHKEY_MAIL_FROM: 'Latchkey <latchkey@halden.example>',
      LATCHKEY_PUBLIC_URL: 'https://keys.localhost',
    });
    onTestFinished(async () => {
      server.child.kill('SIGKILL');
      await server.ended;
      await smtp.stop();
      await folder.remove();
    });
    const url = await server.url;
    const maya = await signIn(url, 'requester');
    const governance = '/v1/organization/org_halden/governance';
    // Answers by the contract, of the demo organization.
    const { access } = (await maya.get(`${governance}/access?search=refund-service`)) as {
      readonly access: readonly { readonly access_id: string }[];
    };
    const asked = await maya.post(`${governance}/requests`, {
      request_type: 'rotate_credentials',
      access_id: access[0]?.access_id,
      message: 'The key was shared',
    });
    const { request } = (await asked.json()) as { readonly request: { readonly request_id: string } };
    await expect.poll(() => smtp.arrived.length, { timeout: MINUTE }).toBeGreaterThan(0);
    const [first] = smtp.arrived;
    expect(first?.mail.text).toContain(`https://keys.localhost/approvals/${request.request_id}`);
    expect(new Set(logins)).toEqual(new Set(['console canary-pass']));
    const link = await fetch(`${url}/v1/mail/unsubscribe/uns_secret`, { redirect: 'manual' });
    expect([link.status, link.headers.get('location')]).toEqual([303, '/settings/notifications']);
    const click = await fetch(`${url}/v1/mail/unsubscribe/uns_secret`, {
      method: 'POST',
      body: 'List-Unsubscribe=One-Click',
    });
    expect(click.status).toBe(200);
    server.child.kill('SIGTERM');
    await server.ended;
    const said = server.output() + server.errors();
    expect(said).toContain('Mail cannot be sent. It is kept and tried again.');
    expect(said).not.toMatch(/canary|Y2FuYXJ5/u);
  },
);
