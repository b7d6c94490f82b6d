import { useCallback, useEffect, useRef, useState } from 'react';
import type { Reveal } from '../../../contract/schemas/credentials.ts';
import { saveBundle } from '../save-bundle.ts';

/** Saves the revealed credentials as a zip, and says how that went (R16). */
export function useDownload(reveal: Reveal) {
  const [state, setState] = useState<'idle' | 'busy' | 'done' | 'failed'>('idle');
  const [problem, setProblem] = useState('');
  const busy = useRef(false);
  const alive = useRef(true);
  useEffect(() => {
    alive.current = true;
    return () => {
      alive.current = false;
    };
  }, []);

  const download = useCallback(async () => {
    if (busy.current) return;
    busy.current = true;
    setState('busy');
    const { credentials, connection, access } = reveal;
    const failure = await saveBundle({
      username: credentials.username,
      password: credentials.password,
      accessCert: credentials.access_cert,
      accessKey: credentials.access_key,
      caCert: credentials.ca_cert,
      bootstrapServers: { certificate: connection.ssl, sasl: connection.sasl },
      saslMechanism: connection.sasl_mechanism,
      accessName: access.access_name,
      projectName: access.project_name,
      serviceName: access.service_name,
      topics: access.topics,
      shownOnce: true,
    });
    busy.current = false;
    if (!alive.current) return;
    setProblem(failure ?? '');
    setState(failure === undefined ? 'done' : 'failed');
  }, [reveal]);

  return { state, problem, download: () => void download() };
}
