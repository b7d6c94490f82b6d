import { BlockList, isIP } from 'node:net';

/** The proxies whose word on a caller's address is taken. */
export type TrustedProxies = Pick<BlockList, 'check'>;

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 4 ? 'ipv4' : 'ipv6');

/** Addresses and networks, separated by commas. Throws RangeError. */
export const parseProxies = (text: string): TrustedProxies | null => {
  const entries = text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  if (entries.length === 0) return null;
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/');
    const most = isIP(address) === 4 ? 32 : 128;
    const prefix = bits === undefined ? most : /^\d{1,3}$/u.test(bits) ? Number(bits) : -1;
    if (isIP(address) === 0 || prefix < 0 || prefix > most)
      throw new RangeError('must be addresses or networks like 10.0.0.5 or 10.1.0.0/16, separated by commas');
    list.addSubnet(address, prefix, familyOf(address));
  }
  return list;
};

const plain = (address: string): string =>
  address
    .trim()
    .replace(/^::ffff:(?=\d+\.)/iu, '')
    .replace(/^\[(.*)\](?::\d+)?$/u, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/u, '$1');

/**
 * Where a call came from: the connection's other end or, while that is a trusted proxy, the last address that it adds to
 * X-Forwarded-For. What stands before an address that nobody vouches for is the caller's own invention.
 */
export const callerAddress = (
  peer: string | undefined,
  forwardedFor: string | undefined,
  proxies: TrustedProxies | null,
): string | undefined => {
  let address = peer === undefined ? undefined : plain(peer);
  const hops = (forwardedFor ?? '').split(',').map(plain);
  while (
    address !== undefined &&
    proxies &&
    isIP(address) !== 0 &&
    proxies.check(address, familyOf(address))
  ) {
    const before = hops.pop();
    if (before === undefined || isIP(before) === 0) break;
    address = before;
  }
  return address;
};
