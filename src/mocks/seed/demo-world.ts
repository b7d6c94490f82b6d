import { DAY, HOUR, MINUTE } from '../../domain/time.ts';
import type { Overlap } from '../../domain/credential/overlap.ts';
import {
  approveRequest,
  declineRequest,
  deleteRequest,
  requestRotation,
} from '../../service/requests/change-requests.ts';
import type { Sealer } from '../../service/ports/ports.ts';
import type { World } from '../../service/ports/store.ts';
import { colleague, openStage, type AclText, type Stage } from './stage.ts';
import { markNotificationsRead } from '../../service/session/notifications.ts';
import { ORGANIZATION, PEOPLE, personId } from './organization.ts';
import type { GroupKey, PersonKey, ServiceKey } from './organization.ts';

interface Cast {
  readonly name: string;
  readonly who: PersonKey;
  readonly group: GroupKey;
  readonly service: ServiceKey;
  readonly acls: readonly AclText[];
  /** Days before now on which it was created; its certificate lives 820 days from there. */
  readonly age: number;
  /** Whether its first credentials were seen and saved. */
  readonly first?: 'unviewed' | 'unconfirmed' | 'expired' | 'failed';
}

const CAST: readonly Cast[] = [
  {
    name: 'checkout-orders-writer',
    who: 'maya',
    group: 'payments',
    service: 'orders',
    acls: ['orders.v1:w', 'orders.returns.v1:r'],
    age: 411,
  },
  {
    name: 'payment-gateway',
    who: 'maya',
    group: 'payments',
    service: 'payments',
    acls: ['payments.authorized.v1:rw'],
    age: 803,
  },
  {
    name: 'settlement-batch',
    who: 'jonas',
    group: 'payments',
    service: 'payments',
    acls: ['payments.settled.v1:w', 'ledger.entries.v1:r'],
    age: 640,
  },
  {
    name: 'invoice-renderer',
    who: 'leila',
    group: 'payments',
    service: 'payments',
    acls: ['invoices.v3:r'],
    age: 214,
  },
  {
    name: 'fraud-screening',
    who: 'jonas',
    group: 'payments',
    service: 'payments',
    acls: ['payments.authorized.v1:r'],
    age: 797,
  },
  {
    name: 'ledger-export',
    who: 'maya',
    group: 'payments',
    service: 'payments',
    acls: ['ledger.entries.v1:r'],
    age: 96,
  },
  {
    name: 'refund-service',
    who: 'maya',
    group: 'payments',
    service: 'orders',
    acls: ['orders.returns.v1:rw'],
    age: 288,
  },
  {
    name: 'payments-staging',
    who: 'jonas',
    group: 'payments',
    service: 'stagingPayments',
    acls: ['payments.authorized.v1:rw', 'payments.settled.v1:rw'],
    age: 150,
  },
  {
    name: 'invoices-staging',
    who: 'leila',
    group: 'payments',
    service: 'stagingPayments',
    acls: ['invoices.v3:rw'],
    age: 32,
  },
  {
    name: 'payments-playground',
    who: 'maya',
    group: 'payments',
    service: 'devShared',
    acls: ['payments.settled.v1:rw', 'playground:rw'],
    age: 2,
    first: 'unviewed',
  },
  {
    name: 'dunning-mailer',
    who: 'jonas',
    group: 'payments',
    service: 'payments',
    acls: ['invoices.v3:r'],
    age: 20,
    first: 'expired',
  },
  {
    name: 'order-router',
    who: 'oskar',
    group: 'fulfilment',
    service: 'orders',
    acls: ['orders.v1:r', 'shipments.v2:w'],
    age: 755,
  },
  {
    name: 'shipment-tracker',
    who: 'nora',
    group: 'fulfilment',
    service: 'orders',
    acls: ['shipments.v2:r'],
    age: 815,
  },
  {
    name: 'stock-keeper',
    who: 'oskar',
    group: 'fulfilment',
    service: 'orders',
    acls: ['warehouse.stock.v1:rw', 'orders.v1:r'],
    age: 502,
  },
  {
    name: 'label-printer',
    who: 'maya',
    group: 'fulfilment',
    service: 'orders',
    acls: ['shipments.v2:r'],
    age: 61,
  },
  {
    name: 'carrier-connector',
    who: 'nora',
    group: 'fulfilment',
    service: 'orders',
    acls: ['shipments.v2:rw'],
    age: 377,
  },
  {
    name: 'pick-list-builder',
    who: 'maya',
    group: 'fulfilment',
    service: 'orders',
    acls: ['orders.v1:r', 'warehouse.stock.v1:r'],
    age: 133,
  },
  {
    name: 'orders-staging',
    who: 'oskar',
    group: 'fulfilment',
    service: 'stagingOrders',
    acls: ['orders.v1:rw', 'shipments.v2:rw'],
    age: 240,
  },
  {
    name: 'stock-staging',
    who: 'nora',
    group: 'fulfilment',
    service: 'stagingOrders',
    acls: ['warehouse.stock.v1:rw'],
    age: 88,
  },
  {
    name: 'orders-playground',
    who: 'maya',
    group: 'fulfilment',
    service: 'devShared',
    acls: ['orders.v1:rw'],
    age: 45,
  },
  {
    name: 'returns-desk',
    who: 'nora',
    group: 'fulfilment',
    service: 'orders',
    acls: ['orders.returns.v1:r'],
    age: 1,
    first: 'failed',
  },
  {
    name: 'vehicle-ingest',
    who: 'chen',
    group: 'telemetry',
    service: 'telemetry',
    acls: ['vehicles.position.v2:w'],
    age: 818,
  },
  {
    name: 'geofence-alerts',
    who: 'samuel',
    group: 'telemetry',
    service: 'telemetry',
    acls: ['vehicles.position.v2:r', 'trips.v1:w'],
    age: 828,
  },
  {
    name: 'cold-chain-monitor',
    who: 'jonas',
    group: 'telemetry',
    service: 'telemetry',
    acls: ['containers.temperature.v1:r', 'containers.door.v1:r'],
    age: 309,
  },
  {
    name: 'container-gateway',
    who: 'chen',
    group: 'telemetry',
    service: 'telemetry',
    acls: ['containers.temperature.v1:w', 'containers.door.v1:w'],
    age: 700,
  },
  {
    name: 'trip-reconstruction',
    who: 'samuel',
    group: 'telemetry',
    service: 'telemetry',
    acls: ['vehicles.position.v2:r', 'trips.v1:rw'],
    age: 77,
  },
  {
    name: 'eta-prediction',
    who: 'chen',
    group: 'telemetry',
    service: 'telemetry',
    acls: ['trips.v1:r'],
    age: 18,
  },
  {
    name: 'telemetry-dev',
    who: 'jonas',
    group: 'telemetry',
    service: 'devTelemetry',
    acls: ['vehicles.position.v2:rw', 'trips.v1:rw'],
    age: 12,
  },
  {
    name: 'position-replay',
    who: 'samuel',
    group: 'telemetry',
    service: 'devTelemetry',
    acls: ['vehicles.position.v2:r'],
    age: 5,
    first: 'unconfirmed',
  },
  {
    name: 'warehouse-loader',
    who: 'priya',
    group: 'analytics',
    service: 'warehouse',
    acls: ['dwh.facts.v1:w'],
    age: 450,
  },
  {
    name: 'demand-forecast',
    who: 'ines',
    group: 'analytics',
    service: 'warehouse',
    acls: ['forecast.demand.v1:w', 'dwh.facts.v1:r'],
    age: 333,
  },
  {
    name: 'bi-orders-reader',
    who: 'priya',
    group: 'analytics',
    service: 'orders',
    acls: ['orders.v1:r'],
    age: 520,
  },
  {
    name: 'bi-trips-reader',
    who: 'ines',
    group: 'analytics',
    service: 'telemetry',
    acls: ['trips.v1:r'],
    age: 160,
  },
  {
    name: 'bi-ledger-reader',
    who: 'priya',
    group: 'analytics',
    service: 'payments',
    acls: ['ledger.entries.v1:r'],
    age: 26,
  },
  {
    name: 'forecast-dev',
    who: 'ines',
    group: 'analytics',
    service: 'devShared',
    acls: ['playground:rw'],
    age: 9,
  },
  {
    name: 'mirror-prod-orders',
    who: 'pavel',
    group: 'platform',
    service: 'orders',
    acls: ['orders.v1:r', 'shipments.v2:r', 'warehouse.stock.v1:r'],
    age: 540,
  },
  {
    name: 'mirror-staging-orders',
    who: 'tomas',
    group: 'platform',
    service: 'stagingOrders',
    acls: ['orders.v1:w', 'shipments.v2:w', 'warehouse.stock.v1:w'],
    age: 540,
  },
  {
    name: 'lag-exporter',
    who: 'tomas',
    group: 'platform',
    service: 'telemetry',
    acls: ['vehicles.position.v2:r'],
    age: 201,
  },
  {
    name: 'canary-probe',
    who: 'pavel',
    group: 'platform',
    service: 'payments',
    acls: ['payments.authorized.v1:r'],
    age: 66,
  },
  {
    name: 'declaration-filer',
    who: 'leila',
    group: 'customs',
    service: 'orders',
    acls: ['customs.declarations.v1:rw'],
    age: 275,
  },
];

interface Rotation {
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

const ROTATIONS: readonly Rotation[] = [
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

const onStage = async (stage: Stage, cast: Cast): Promise<string> => {
  if (cast.first === 'failed') stage.faults = { ...stage.faults, platformRefuses: true };
  const id = await stage.create(cast.who, cast.group, cast.service, cast.name, cast.acls);
  stage.faults = { ...stage.faults, platformRefuses: false };
  if (cast.first === undefined) await stage.reveal(cast.who, id, true);
  if (cast.first === 'unconfirmed') await stage.reveal(cast.who, id, false);
  return id;
};

const rotate = async (stage: Stage, cast: Cast, accessId: string, rotation: Rotation): Promise<void> => {
  const { deps } = stage;
  const { who, end, message, overlap } = rotation;
  const now = deps.clock.now();
  const me = personId(who);
  const other = personId(colleague(cast.group, who));
  const { request } = await requestRotation(deps, me, ORGANIZATION.id, {
    request_type: 'rotate_credentials',
    access_id: accessId,
    message,
    ...(overlap ? { overlap } : {}),
  });
  if (end.kind === 'pending') return;
  await stage.until(now + 25 * MINUTE);
  if (end.kind === 'deleted') {
    await deleteRequest(deps, me, ORGANIZATION.id, request.request_id);
    return;
  }
  if (end.kind === 'declined') {
    await declineRequest(deps, other, ORGANIZATION.id, request.request_id, { reason: end.reason });
    return;
  }
  stage.faults = { ...stage.faults, platformRefuses: end.kind === 'failed' };
  await approveRequest(deps, other, ORGANIZATION.id, request.request_id, {});
  await stage.until(deps.clock.now());
  stage.faults = { ...stage.faults, platformRefuses: false };
  await stage.until(now + 40 * MINUTE);
  if (end.kind === 'saved' || end.kind === 'unconfirmed')
    await stage.reveal(who, accessId, end.kind === 'saved');
};

/**
 * The demo organization as of `now` (epoch milliseconds): 40 accesses in every lasting state, requests of every status,
 * certificates near, past and far from expiry; grown by running the use cases over the years before.
 */
export const growDemoWorld = async (options: {
  readonly now: number;
  readonly sealer: Sealer;
}): Promise<World> => {
  const { now, sealer } = options;
  const oldest = Math.max(...CAST.map((cast) => cast.age)) + 20;
  const stage = await openStage({ start: now - oldest * DAY, sealer });
  const ids = new Map<string, string>();
  const scenes: { readonly at: number; play(): Promise<void> }[] = [
    ...CAST.map((cast) => ({
      at: now - cast.age * DAY + 3 * HOUR,
      play: async () => void ids.set(cast.name, await onStage(stage, cast)),
    })),
    ...ROTATIONS.map((rotation) => ({
      at: now - rotation.at * HOUR,
      play: async () => {
        const cast = CAST.find((candidate) => candidate.name === rotation.access);
        const id = ids.get(rotation.access);
        if (!cast || id === undefined) throw new Error(`${rotation.access} is not in the cast`);
        await rotate(stage, cast, id, rotation);
      },
    })),
  ];
  // People have read what is old.
  scenes.push({
    at: now - 3 * DAY,
    play: async () => {
      for (const key of Object.keys(PEOPLE))
        // Keys of PEOPLE.
        await markNotificationsRead(stage.deps, personId(key as PersonKey), {});
    },
  });
  scenes.sort((a, b) => a.at - b.at);
  for (const scene of scenes) {
    await stage.until(scene.at);
    await scene.play();
  }
  await stage.until(now);
  return stage.world();
};
