import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest';
import { createSmtpMailer, type SmtpMailer } from '../server/mail/smtp-mailer.ts';
import { createPoster } from '../server/webhooks/poster.ts';
import type { Store } from '../service/ports/store.ts';
import { freePort } from './free-port.ts';
import { makeHost, type TestHost } from './http-suite/host.ts';
import { digestTests } from './mail-suite/digests.ts';
import { kindTests } from './mail-suite/kinds.ts';
import { outageTests } from './mail-suite/outages.ts';
import { PUBLIC_URL, type MailGround } from './mail-suite/ground.ts';
import { webhookTests } from './mail-suite/webhooks.ts';
import { createSmtp, type TestSmtp } from './smtp.ts';

/** What mail must do, on any store, against a real SMTP server. */
export const mailSuite = (
  name: string,
  openStore: () => Promise<Store>,
  close?: () => Promise<void>,
): void => {
  describe(`mail: ${name}`, () => {
    let host: TestHost;
    let smtp: TestSmtp;
    let mailer: SmtpMailer;
    const ground: MailGround = {
      get host() {
        return host;
      },
      get smtp() {
        return smtp;
      },
      get mailer() {
        return mailer;
      },
    };

    beforeAll(async () => {
      smtp = createSmtp(await freePort());
      const poster = createPoster({
        privateNetworks: false,
        loopback: true,
        now: () => host.now(),
      });
      mailer = createSmtpMailer(
        { host: '127.0.0.1', port: smtp.port, security: 'plain', auth: null },
        { name: 'Latchkey', address: 'latchkey@halden.example' },
      );
      await smtp.start();
      host = await makeHost(openStore, {
        mailing: { mailer, publicUrl: PUBLIC_URL },
        posting: { poster, publicUrl: PUBLIC_URL },
      });
      await smtp.stop();
    });
    beforeEach(async () => {
      await smtp.start();
      await host.reset();
      // What growing the world has mailed.
      await host.store.write(async (tx) => {
        for (const { id } of await tx.find('mails')) await tx.remove('mails', id);
      });
      smtp.arrived.length = 0;
      smtp.refusals.clear();
    });
    afterEach(async () => {
      await smtp.stop();
      host.reported.length = 0;
    });
    afterAll(async () => {
      await host.close();
      mailer.close();
      await smtp.stop();
      await close?.();
    });

    kindTests(ground);
    outageTests(ground);
    digestTests(ground);
    webhookTests(ground);
  });
};
