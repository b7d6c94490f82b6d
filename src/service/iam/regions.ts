import type { Out } from '../../contract/operation.ts';
import type * as wire from '../../contract/schemas/iam.ts';
import type { Cluster } from '../../domain/api-key/role.ts';
import type { Deps } from '../deps.ts';
import type { ReadTransaction } from '../ports/store.ts';
import { ProblemError } from '../problem.ts';
import { loadOnlooker } from './onlooker.ts';
import { crn, metadata, onePage, reference, type Asked } from './shapes.ts';

const PATH = '/srcm/v2/regions';
const PACKAGES = ['ESSENTIALS', 'ADVANCED'];

const idOf = ({ cloud, region }: Pick<Cluster, 'cloud' | 'region'>): string => `${cloud}.${region}`;

const pathOf = (id: string): string => `${PATH}/${encodeURIComponent(id)}`;

const nameOf = (organizationId: string, id: string): string =>
  crn(organizationId, `/region=${encodeURIComponent(id)}`);

/** The region of a Schema Registry, as the older version of its API refers to it. */
export const regionReference = (registry: Cluster, asked: Pick<Asked, 'base'>) => {
  const id = idOf(registry);
  return reference(asked, pathOf(id), id, nameOf(registry.organizationId, id));
};

/** Where the organization has Schema Registries, by id. */
const regionsOf = async (
  tx: ReadTransaction,
  organizationId: string,
  asked: Pick<Asked, 'base'>,
): Promise<readonly Out<typeof wire.SrcmRegion>[]> => {
  const registries = await tx.find('clusters', { where: { organizationId, kind: 'schema_registry' } });
  const first = new Map<string, Cluster>();
  for (const registry of registries.toSorted((a, b) => a.createdAt - b.createdAt))
    if (!first.has(idOf(registry))) first.set(idOf(registry), registry);
  return [...first]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, { cloud, region, createdAt }]) => ({
      api_version: 'srcm/v2',
      kind: 'Region',
      id,
      metadata: metadata(asked, pathOf(id), nameOf(organizationId, id), { createdAt }),
      spec: { display_name: `${region} (${cloud})`, cloud, region_name: region, packages: PACKAGES },
    }));
};

/** The regions that match, all on one page. `spec.packages` may name several, one on each line. */
export const listRegions = (
  { store }: Deps,
  actorId: string,
  asked: Asked,
  query: Out<typeof wire.SrcmRegionQuery>,
): Promise<Out<typeof wire.SrcmRegionList>> =>
  store.read(async (tx) => {
    const { organizationId } = await loadOnlooker(tx, actorId);
    const is = (wanted: string | undefined, value: string): boolean =>
      wanted === undefined || wanted === value;
    const packages = query['spec.packages']?.split('\n');
    const data = (await regionsOf(tx, organizationId, asked)).filter(
      ({ spec }) =>
        is(query['spec.cloud'], spec.cloud) &&
        is(query['spec.region_name'], spec.region_name) &&
        (packages === undefined || packages.some((one) => spec.packages.includes(one))),
    );
    return { api_version: 'srcm/v2', kind: 'RegionList', metadata: onePage(data), data };
  });

/** One region. Error: 404. */
export const getRegion = (
  { store }: Deps,
  actorId: string,
  asked: Asked,
  id: string,
): Promise<Out<typeof wire.SrcmRegion>> =>
  store.read(async (tx) => {
    const { organizationId } = await loadOnlooker(tx, actorId);
    const found = (await regionsOf(tx, organizationId, asked)).find((region) => region.id === id);
    if (!found) throw new ProblemError('region_not_found', `There is no Schema Registry in a region ${id}.`);
    return found;
  });
