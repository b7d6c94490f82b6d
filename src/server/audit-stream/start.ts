import type { StreamingDeps } from '../../service/audit/stream-audit.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { startStreamer, type Streamer } from './streamer.ts';
import { syslogReceiver } from './syslog.ts';
import { webhookReceiver } from './webhook.ts';

/** Streams the audit log where the configuration says; null where it names nothing. */
export const startAuditStream = (
  deps: StreamingDeps,
  {
    auditStream,
    auditStreamSecret,
    auditStreamCa,
  }: Pick<Config, 'auditStream' | 'auditStreamSecret' | 'auditStreamCa'>,
  log: Log,
  onBroken: (organizationId: string) => void,
): Streamer | null => {
  if (!auditStream) return null;
  const receiver =
    auditStream.kind === 'syslog'
      ? syslogReceiver(auditStream, auditStreamCa)
      : webhookReceiver(auditStream, auditStreamSecret, auditStreamCa, () => Date.now());
  return startStreamer(deps, receiver, log, onBroken);
};
