import { Clock, ShieldCheck, ShieldX, type LucideIcon } from 'lucide-react';
import type { AuditProof } from '../../../contract/schemas/audit.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { Mono } from '../../ui/mono.tsx';
import { StatusChip, type Tone } from '../../ui/status-chip.tsx';

const LOOKS = {
  verified: { tone: 'green', icon: ShieldCheck, word: 'Verified' },
  waiting: { tone: 'amber', icon: Clock, word: 'Waiting for its link' },
  broken: { tone: 'red', icon: ShieldX, word: 'Does not verify' },
} as const satisfies Record<AuditProof['state'], { tone: Tone; icon: LucideIcon; word: string }>;

const sentenceOf = ({ state, fault, link, signed_by: signed }: AuditProof): string => {
  if (state === 'waiting') return 'It was recorded a moment ago and is linked within about a second.';
  if (state === 'broken')
    return `${fault ?? ''} Somebody may have changed the database. Run npm run admin -- audit verify on the server.`;
  return signed === undefined || link?.sequence === signed.sequence
    ? 'Its hash, the one before it and its signature were worked out just now, and fit.'
    : `Its hash and those up to the signature of row ${formatCount(signed.sequence)} were worked out just now, and fit.`;
};

/** Where an event stands in the chain, and whether that fits, as the server worked it out for this very look (A3). */
export function ChainPlace({ proof }: { proof: AuditProof }) {
  const { tone, icon: Icon, word } = LOOKS[proof.state];
  const { link } = proof;
  return (
    <section className="event-chain" aria-labelledby="event-chain">
      <h3 id="event-chain">Place in the chain</h3>
      <p>
        <StatusChip tone={tone} icon={<Icon size={14} aria-hidden />}>
          {word}
        </StatusChip>
      </p>
      <p>{sentenceOf(proof)}</p>
      {link !== undefined && (
        <dl className="event-facts">
          <dt>Row</dt>
          <dd>{formatCount(link.sequence)}</dd>
          <dt>Hash</dt>
          <dd>
            <span className="event-copy">
              <Mono wrap>{link.hash}</Mono>
              <CopyButton label="Copy hash" value={() => link.hash} />
            </span>
          </dd>
          <dt>Hash before</dt>
          <dd>
            <Mono wrap>{link.previous_hash}</Mono>
          </dd>
        </dl>
      )}
    </section>
  );
}
