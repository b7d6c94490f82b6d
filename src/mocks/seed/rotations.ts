import type { Overlap } from '../../domain/credential/overlap.ts';
import type { PersonKey } from './organization.ts';

export interface Rotation {
  readonly access: string;
  readonly who: PersonKey;
  /** Hours before now. */
  readonly at: number;
  readonly message: string;
  readonly overlap?: Overlap;
  readonly end:
    | { readonly kind: 'pending' | 'deleted' | 'failed' | 'unviewed' | 'saved' | 'unconfirmed' | 'expired' }
    | { readonly kind: 'declined'; readonly reason: string };
}

/** The demo's rotations, in every status. */
export const ROTATIONS: readonly Rotation[] = [
  { access: 'settlement-batch', who: 'jonas', at: 9000, message: 'Yearly rotation.', end: { kind: 'saved' } },
  {
    access: 'mirror-prod-orders',
    who: 'pavel',
    at: 8000,
    message: 'Moving the mirror to new machines.',
    end: { kind: 'saved' },
  },
  {
    access: 'bi-orders-reader',
    who: 'priya',
    at: 5200,
    message: 'A contractor who knew the password has left.',
    overlap: '1_hour',
    end: { kind: 'saved' },
  },
  {
    access: 'stock-keeper',
    who: 'oskar',
    at: 4100,
    message: 'Found the key in an old image.',
    overlap: 'immediately',
    end: { kind: 'saved' },
  },
  {
    access: 'geofence-alerts',
    who: 'samuel',
    at: 3000,
    message: 'Just trying this out.',
    end: { kind: 'deleted' },
  },
  {
    access: 'carrier-connector',
    who: 'nora',
    at: 2500,
    message: 'Rotation before the peak season.',
    end: { kind: 'declined', reason: 'The connector is being redeployed this week. Ask again on Monday.' },
  },
  {
    access: 'order-router',
    who: 'oskar',
    at: 1400,
    message: 'Certificate ends soon.',
    overlap: '7_days',
    end: { kind: 'expired' },
  },
  {
    access: 'container-gateway',
    who: 'chen',
    at: 900,
    message: 'The gateways got new firmware.',
    overlap: '7_days',
    end: { kind: 'unconfirmed' },
  },
  {
    access: 'refund-service',
    who: 'maya',
    at: 340,
    message: 'Password was pasted into a ticket.',
    overlap: '1_hour',
    end: { kind: 'saved' },
  },
  {
    access: 'cold-chain-monitor',
    who: 'jonas',
    at: 50,
    message: 'Rotation with the quarterly release.',
    overlap: '7_days',
    end: { kind: 'saved' },
  },
  {
    access: 'invoice-renderer',
    who: 'leila',
    at: 30,
    message: 'Rotating after the audit.',
    end: { kind: 'failed' },
  },
  {
    access: 'checkout-orders-writer',
    who: 'maya',
    at: 20,
    message: 'Laptop with a copy of the key was stolen.\nThe device is locked, but better safe.',
    overlap: '1_hour',
    end: { kind: 'unviewed' },
  },
  {
    access: 'lag-exporter',
    who: 'tomas',
    at: 18,
    message: 'Moving to the new cluster account.',
    end: { kind: 'unviewed' },
  },
  {
    access: 'bi-trips-reader',
    who: 'ines',
    at: 15,
    message: 'Half-yearly rotation.',
    end: { kind: 'declined', reason: 'Reports run until Friday night.' },
  },
  {
    access: 'payment-gateway',
    who: 'jonas',
    at: 26,
    message: 'The certificate ends in less than three weeks.',
    end: { kind: 'pending' },
  },
  {
    access: 'fraud-screening',
    who: 'leila',
    at: 7,
    message: 'Certificate ends soon; the model service restarts on Thursday anyway.',
    end: { kind: 'pending' },
  },
  {
    access: 'label-printer',
    who: 'oskar',
    at: 5,
    message: 'New print servers, new credentials.',
    end: { kind: 'pending' },
  },
  {
    access: 'ledger-export',
    who: 'maya',
    at: 3,
    message: 'The auditors ask for a rotation every quarter.',
    end: { kind: 'pending' },
  },
  {
    access: 'vehicle-ingest',
    who: 'chen',
    at: 2,
    message: 'The certificate ends in two days.',
    overlap: '7_days',
    end: { kind: 'pending' },
  },
  {
    access: 'demand-forecast',
    who: 'priya',
    at: 1,
    message: 'The notebook server was rebuilt.',
    end: { kind: 'pending' },
  },
];
