import type { CertificateAttention } from '../../contract/schemas/certificates.ts';
import { paths } from '../paths.ts';
import { toMillis } from '../ui/format-time.ts';

const DAY = 86_400_000;

const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** "runs out in 5 days", "ran out 8 days ago"; `now` in epoch milliseconds. */
export function runsOut(at: number | string, now: number): string {
  const left = toMillis(at) - now;
  const days = Math.floor(Math.abs(left) / DAY);
  if (left <= 0) return days === 0 ? 'ran out today' : `ran out ${plural(days, 'day')} ago`;
  return days === 0 ? 'runs out in less than a day' : `runs out in ${plural(days, 'day')}`;
}

const NAME_MAX = 32;
const shortName = (name: string): string => {
  const letters = [...name];
  return letters.length > NAME_MAX ? `${letters.slice(0, NAME_MAX - 1).join('')}…` : name;
};

/** "a", "a and b", "a, b and 3 more": so many names at most are told, of `count` in all. */
function namesOf(names: readonly string[], count: number, most: number): string {
  const told = names.slice(0, most).map(shortName);
  const more = count - told.length;
  if (more > 0) return `${told.join(', ')} and ${more} more`;
  return told.join(' and ');
}

/** Characters that one line of a page has room for on an ordinary screen. */
const LINE = 158;

/**
 * What is to be done about the certificates of one service (C5): whose, how many days are left, what to do. One sentence
 * that counts, never one for each user. `operates`: whether who reads it may fetch and acknowledge.
 */
export function certificateSentence(attention: CertificateAttention, now: number, operates: boolean): string {
  const { count, failed_count: failed, service_name: service, usernames } = attention;
  const [first = 'a service user', ...others] = usernames;
  const name = shortName(first);
  const fate = runsOut(attention.soonest_time, now);
  const long = sentence(2);
  return long.length > LINE ? sentence(1) : long;

  function sentence(names: number): string {
    const rest = others.length > 0 ? `, then ${namesOf(others, count - 1, names)}` : '';
    return `${whatIsSo(rest)}. ${whatToDo()}`;
  }

  function whatIsSo(rest: string): string {
    if (count === 1)
      return failed === 1
        ? `The certificate of ${name} on ${service} could not be renewed and ${fate}`
        : `The certificate of ${name} on ${service} is renewed, and the old one ${fate}`;
    if (failed === count)
      return `${count} certificates on ${service} could not be renewed: that of ${name} ${fate}${rest}`;
    if (failed > 0)
      return `${count} certificates on ${service} wait, ${plural(failed, 'renewal')} failed: that of ${name} ${fate}${rest}`;
    return `${count} renewed certificates on ${service} wait: the old one of ${name} ${fate}${rest}`;
  }

  function whatToDo(): string {
    if (failed === count) return 'Renewal is tried again by itself.';
    if (!operates) return `Admins and operators of ${attention.project_name} can fetch the new ones.`;
    return count === 1 ? 'Download the new one, then acknowledge.' : 'Download, then acknowledge.';
  }
}

/** The rows that a sentence is about. */
export function certificateRows(attention: CertificateAttention): string {
  const { project_name: project, service_name: service, count, usernames } = attention;
  const [only] = usernames;
  return paths.serviceUsers(
    project,
    service,
    count === 1 && only !== undefined ? { search: only } : { renewal_state: 'renewed,failed' },
  );
}

export type CertificateSummary = {
  readonly severity: CertificateAttention['severity'];
  /** "9 renewed certificates wait" */
  readonly what: string;
  readonly services: readonly { readonly label: string; readonly count: number; readonly to: string }[];
  /** How many of them are on services that are not named. */
  readonly elsewhere: number;
  /** "The old one of geofence-alerts ran out 8 days ago." */
  readonly first: string;
  readonly todo: string;
};

const ORDER = ['info', 'warning', 'error'] as const;

/** The same over all services that I operate, of `count` users in all; undefined where nothing is to be done. */
export function certificateSummary(
  services: readonly CertificateAttention[],
  count: number,
  now: number,
): CertificateSummary | undefined {
  const urgent = services.toSorted((a, b) => toMillis(a.soonest_time) - toMillis(b.soonest_time))[0];
  if (urgent === undefined) return undefined;
  const named = services.reduce((sum, service) => sum + service.count, 0);
  const failed = services.reduce((sum, service) => sum + service.failed_count, 0);
  const severity = ORDER.findLast((one) => services.some((service) => service.severity === one)) ?? 'info';
  const twice = new Set(
    services.map((service) => service.service_name).filter((name, index, all) => all.indexOf(name) !== index),
  );
  const total = Math.max(count, named);
  const what =
    failed === 0
      ? `${plural(total, 'renewed certificate')} ${total === 1 ? 'waits' : 'wait'}`
      : failed === total
        ? `${plural(total, 'certificate')} could not be renewed`
        : `${plural(total, 'certificate')} wait, ${plural(failed, 'renewal')} failed`;
  const [name = 'a service user'] = urgent.usernames;
  return {
    severity,
    what,
    services: services.map((service) => ({
      label: twice.has(service.service_name)
        ? `${service.service_name} in ${service.project_name}`
        : service.service_name,
      count: service.count,
      to: certificateRows(service),
    })),
    elsewhere: total - named,
    first: `${failed === 0 ? 'The old one' : 'That'} of ${shortName(name)} ${runsOut(urgent.soonest_time, now)}.`,
    todo: failed === total ? 'See why.' : 'Download, then acknowledge.',
  };
}
