import type { Deps } from '../service/deps.ts';
import { mailOutbox } from '../service/mail/deliver.ts';
import { webhookOutbox } from '../service/webhooks/deliver.ts';
import { startCourier, type Courier } from './courier.ts';

/** Starts a courier for each way in which notices leave this host. */
export const startCouriers = (deps: Deps, report: (error: unknown) => void): readonly Courier[] => [
  ...(deps.mailing ? [startCourier(deps, mailOutbox(deps, deps.mailing), report)] : []),
  ...(deps.posting ? [startCourier(deps, webhookOutbox(deps, deps.posting), report)] : []),
];
