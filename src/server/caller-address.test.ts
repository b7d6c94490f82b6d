import { describe, expect, it } from 'vitest';
import { callerAddress, parseProxies } from './caller-address.ts';

const PROXIES = parseProxies('10.0.0.5, 10.1.0.0/16, fd00::/8');

describe('where a call came from', () => {
  it.each([
    ['no proxies are trusted', '10.0.0.5', '1.2.3.4', null, '10.0.0.5'],
    ['somebody else sends the header', '8.8.8.8', '1.2.3.4', PROXIES, '8.8.8.8'],
    ['the proxy says', '10.0.0.5', '1.2.3.4', PROXIES, '1.2.3.4'],
    ['it sends nothing', '10.0.0.5', undefined, PROXIES, '10.0.0.5'],
    ['two proxies say', '10.0.0.5', '1.2.3.4, 10.1.2.3', PROXIES, '1.2.3.4'],
    ['the caller invents what stands before', '10.0.0.5', '127.0.0.1, 1.2.3.4', PROXIES, '1.2.3.4'],
    ['it is no address', '10.0.0.5', 'evil', PROXIES, '10.0.0.5'],
    ['IPv6, in brackets', 'fd00::1', '[2001:db8::7]:443', PROXIES, '2001:db8::7'],
    ['IPv4 as IPv6 writes it', '::ffff:10.0.0.5', '1.2.3.4:5678', PROXIES, '1.2.3.4'],
    ['there is no connection', undefined, '1.2.3.4', PROXIES, undefined],
  ])('%s', (_what, peer, forwarded, proxies, expected) => {
    expect(callerAddress(peer, forwarded, proxies)).toBe(expected);
  });

  it.each(['proxy', '10.0.0.0/33', '10.0.0.0/', '::1/129', '10.0.0.1;10.0.0.2'])('refuses %s', (text) => {
    expect(() => parseProxies(text)).toThrow('must be addresses or networks');
  });
});
