import type { GroupKey, PersonKey, ServiceKey } from './organization.ts';
import type { AclText } from './stage.ts';

export interface Cast {
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

const cast = (
  name: string,
  who: PersonKey,
  group: GroupKey,
  service: ServiceKey,
  acls: readonly AclText[],
  age: number,
  first?: NonNullable<Cast['first']>,
): Cast => ({ name, who, group, service, acls, age, ...(first ? { first } : {}) });

/** The demo's 40 accesses. */
export const CAST: readonly Cast[] = [
  cast('checkout-orders-writer', 'maya', 'payments', 'orders', ['orders.v1:w', 'orders.returns.v1:r'], 411),
  cast('payment-gateway', 'maya', 'payments', 'payments', ['payments.authorized.v1:rw'], 803),
  cast(
    'settlement-batch',
    'jonas',
    'payments',
    'payments',
    ['payments.settled.v1:w', 'ledger.entries.v1:r'],
    640,
  ),
  cast('invoice-renderer', 'leila', 'payments', 'payments', ['invoices.v3:r'], 214),
  cast('fraud-screening', 'jonas', 'payments', 'payments', ['payments.authorized.v1:r'], 797),
  cast('ledger-export', 'maya', 'payments', 'payments', ['ledger.entries.v1:r'], 96),
  cast('refund-service', 'maya', 'payments', 'orders', ['orders.returns.v1:rw'], 288),
  cast(
    'payments-staging',
    'jonas',
    'payments',
    'stagingPayments',
    ['payments.authorized.v1:rw', 'payments.settled.v1:rw'],
    150,
  ),
  cast('invoices-staging', 'leila', 'payments', 'stagingPayments', ['invoices.v3:rw'], 32),
  cast(
    'payments-playground',
    'maya',
    'payments',
    'devShared',
    ['payments.settled.v1:rw', 'playground:rw'],
    2,
    'unviewed',
  ),
  cast('dunning-mailer', 'jonas', 'payments', 'payments', ['invoices.v3:r'], 20, 'expired'),
  cast('order-router', 'oskar', 'fulfilment', 'orders', ['orders.v1:r', 'shipments.v2:w'], 755),
  cast('shipment-tracker', 'nora', 'fulfilment', 'orders', ['shipments.v2:r'], 815),
  cast('stock-keeper', 'oskar', 'fulfilment', 'orders', ['warehouse.stock.v1:rw', 'orders.v1:r'], 502),
  cast('label-printer', 'maya', 'fulfilment', 'orders', ['shipments.v2:r'], 61),
  cast('carrier-connector', 'nora', 'fulfilment', 'orders', ['shipments.v2:rw'], 377),
  cast('pick-list-builder', 'maya', 'fulfilment', 'orders', ['orders.v1:r', 'warehouse.stock.v1:r'], 133),
  cast('orders-staging', 'oskar', 'fulfilment', 'stagingOrders', ['orders.v1:rw', 'shipments.v2:rw'], 240),
  cast('stock-staging', 'nora', 'fulfilment', 'stagingOrders', ['warehouse.stock.v1:rw'], 88),
  cast('orders-playground', 'maya', 'fulfilment', 'devShared', ['orders.v1:rw'], 45),
  cast('returns-desk', 'nora', 'fulfilment', 'orders', ['orders.returns.v1:r'], 1, 'failed'),
  cast('vehicle-ingest', 'chen', 'telemetry', 'telemetry', ['vehicles.position.v2:w'], 818),
  cast('geofence-alerts', 'samuel', 'telemetry', 'telemetry', ['vehicles.position.v2:r', 'trips.v1:w'], 828),
  cast(
    'cold-chain-monitor',
    'jonas',
    'telemetry',
    'telemetry',
    ['containers.temperature.v1:r', 'containers.door.v1:r'],
    309,
  ),
  cast(
    'container-gateway',
    'chen',
    'telemetry',
    'telemetry',
    ['containers.temperature.v1:w', 'containers.door.v1:w'],
    700,
  ),
  cast(
    'trip-reconstruction',
    'samuel',
    'telemetry',
    'telemetry',
    ['vehicles.position.v2:r', 'trips.v1:rw'],
    77,
  ),
  cast('eta-prediction', 'chen', 'telemetry', 'telemetry', ['trips.v1:r'], 18),
  cast('telemetry-dev', 'jonas', 'telemetry', 'devTelemetry', ['vehicles.position.v2:rw', 'trips.v1:rw'], 12),
  cast(
    'position-replay',
    'samuel',
    'telemetry',
    'devTelemetry',
    ['vehicles.position.v2:r'],
    5,
    'unconfirmed',
  ),
  cast('warehouse-loader', 'priya', 'analytics', 'warehouse', ['dwh.facts.v1:w'], 450),
  cast('demand-forecast', 'ines', 'analytics', 'warehouse', ['forecast.demand.v1:w', 'dwh.facts.v1:r'], 333),
  cast('bi-orders-reader', 'priya', 'analytics', 'orders', ['orders.v1:r'], 520),
  cast('bi-trips-reader', 'ines', 'analytics', 'telemetry', ['trips.v1:r'], 160),
  cast('bi-ledger-reader', 'priya', 'analytics', 'payments', ['ledger.entries.v1:r'], 26),
  cast('forecast-dev', 'ines', 'analytics', 'devShared', ['playground:rw'], 9),
  cast(
    'mirror-prod-orders',
    'pavel',
    'platform',
    'orders',
    ['orders.v1:r', 'shipments.v2:r', 'warehouse.stock.v1:r'],
    540,
  ),
  cast(
    'mirror-staging-orders',
    'tomas',
    'platform',
    'stagingOrders',
    ['orders.v1:w', 'shipments.v2:w', 'warehouse.stock.v1:w'],
    540,
  ),
  cast('lag-exporter', 'tomas', 'platform', 'telemetry', ['vehicles.position.v2:r'], 201),
  cast('canary-probe', 'pavel', 'platform', 'payments', ['payments.authorized.v1:r'], 66),
  cast('declaration-filer', 'leila', 'customs', 'orders', ['customs.declarations.v1:rw'], 275),
];
