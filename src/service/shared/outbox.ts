import type { Instant } from '../../domain/time.ts';

/** What waits to leave the host, for a courier that sends it. */
export interface Outbox<Item> {
  /** What commits announce when something was put in. */
  readonly noun: string;
  /** What is reported when nobody takes anything. */
  readonly outage: string;
  /** Takes what is due, each for one courier at a time however many servers there are. */
  take(limit: number): Promise<readonly Item[]>;
  /** Sends one and notes what became of it. Throws UnavailableError when nobody takes anything; it was put back then. */
  deliver(item: Item): Promise<void>;
  /** Gives one back that was not tried. */
  putBack(item: Item, reason: string): Promise<void>;
  /** When the next is due, or null. */
  nextAt(): Promise<Instant | null>;
}
