/** Whether only this machine can reach the address. */
export const isLoopback = (host: string): boolean =>
  host === '::1' || /^(?:.+\.)?localhost$/iu.test(host) || /^127(?:\.\d{1,3}){3}$/u.test(host);
