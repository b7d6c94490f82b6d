import { BlockList, isIP } from 'node:net';

/** Addresses that are nobody's on the internet: a webhook there could reach what only this server can. */
const PRIVATE = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  PRIVATE.addSubnet(network, prefix, 'ipv4');
// Of IPv6 only what is given out on the internet, without what carries another address inside it.
const PUBLIC_6 = new BlockList();
PUBLIC_6.addSubnet('2000::', 3, 'ipv6');
const CARRIERS_6 = new BlockList();
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  CARRIERS_6.addSubnet(network, prefix, 'ipv6');

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

const check = (list: BlockList, address: string): boolean =>
  list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** Whether an IP address is one of the internet's. */
export const isPublicAddress = (address: string): boolean =>
  isIP(address) === 6
    ? check(PUBLIC_6, address) && !check(CARRIERS_6, address)
    : isIP(address) === 4 && !check(PRIVATE, address);

/**
 * Nowhere, everywhere, this very link, an IPv4 address inside another, or where clouds tell a machine its secrets: never a
 * network that somebody means.
 */
const NOBODYS = new BlockList();
NOBODYS.addSubnet('0.0.0.0', 8, 'ipv4');
NOBODYS.addSubnet('169.254.0.0', 16, 'ipv4');
NOBODYS.addSubnet('224.0.0.0', 3, 'ipv4');
NOBODYS.addAddress('100.100.100.200', 'ipv4');
NOBODYS.addAddress('fd00:ec2::254', 'ipv6');
for (const [network, prefix] of [
  ['::', 96],
  ['::ffff:0:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2002::', 16],
] as const)
  NOBODYS.addSubnet(network, prefix, 'ipv6');
NOBODYS.addSubnet('fe80::', 10, 'ipv6');
NOBODYS.addSubnet('ff00::', 8, 'ipv6');

/** Whether an IP address is one of the internet's or of a private network, which somebody may mean. */
export const isSomebodysAddress = (address: string): boolean =>
  isIP(address) !== 0 && !check(NOBODYS, address);

/** Whether an IP address is this machine's own. */
export const isLoopbackAddress = (address: string): boolean =>
  isIP(address) !== 0 && check(LOOPBACK, address);
