import type { Service } from '../../domain/people.ts';

/** How clients reach a service: `host:port` for those that show a certificate, and for those that say a password. */
export const connectionOf = (service: Service) => ({
  ssl: `${service.host}:${service.sslPort}`,
  sasl: `${service.host}:${service.saslPort}`,
  sasl_mechanism: service.saslMechanism,
});
