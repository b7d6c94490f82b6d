import { toWireTime } from '../../contract/text.ts';
import type { ReadTransaction, TableName, Tables } from '../ports/store.ts';
import { readPage, type Page, type PageRequest } from '../shared/paging.ts';

/** Where a call of the management API came in: links in answers lead back there. */
export interface Asked {
  /** Scheme, host and port, with `/api` where the call came in under it. */
  readonly base: string;
  /** Path below the base. */
  readonly path: string;
  /** Query parameters as they were given, some of them several times, without those of paging. */
  readonly filters: readonly (readonly [name: string, value: string])[];
}

/** The paging that clients ask for. */
export interface PageQuery {
  readonly page_size: number;
  readonly page_token?: string | undefined;
}

const url = ({ base, path, filters }: Asked, more: Readonly<Record<string, string>>): string => {
  const query = [...filters, ...Object.entries(more)]
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
  return `${base}${path}${query === '' ? '' : `?${query}`}`;
};

/** The links and the count around one page of a list. */
const listMetadata = <Row>(asked: Asked, { page_size: size }: PageQuery, page: Page<Row>) => {
  const page_size = String(size);
  return {
    first: url(asked, { page_size }),
    last: null,
    prev: null,
    next: page.next === undefined ? null : url(asked, { page_size, page_token: page.next }),
    total_size: page.total_count,
  };
};

/** What stands around a list that is short and comes whole. */
export const onePage = (data: readonly unknown[]) => ({
  first: null,
  last: null,
  prev: null,
  next: null,
  total_size: data.length,
});

/** One page of a list, with what stands around it. */
export const readListed = async <T extends TableName>(
  tx: ReadTransaction,
  table: T,
  asked: Asked,
  query: PageQuery,
  { selection, column }: Pick<PageRequest<Tables[T]>, 'selection' | 'column'>,
) => {
  const page = await readPage(tx, table, {
    selection,
    column,
    direction: 'asc',
    limit: query.page_size,
    cursor: query.page_token,
  });
  return { metadata: listMetadata(asked, query, page), rows: page.rows };
};

/** A name that is unique everywhere, as a URI. */
export const crn = (organizationId: string, rest: string): string =>
  `crn://latchkey/organization=${encodeURIComponent(organizationId)}${rest}`;

/** What every object says of itself. */
export const metadata = (
  { base }: Pick<Asked, 'base'>,
  path: string,
  name: string,
  times: { readonly createdAt: number; readonly updatedAt?: number },
) => ({
  self: `${base}${path}`,
  resource_name: name,
  created_at: toWireTime(times.createdAt),
  updated_at: toWireTime(times.updatedAt ?? times.createdAt),
});

/** A reference to another object. */
export const reference = ({ base }: Pick<Asked, 'base'>, path: string, id: string, name: string) => ({
  id,
  related: `${base}${path}`,
  resource_name: name,
});
