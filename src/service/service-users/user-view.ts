import type { ServiceUser as WireUser, VendorServiceUser } from '../../contract/schemas/service-users.ts';
import { toWireTime } from '../../contract/text.ts';
import type { Access } from '../../domain/access/access.ts';
import type { Actor, ProjectRole, Service } from '../../domain/people.ts';
import {
  mayAcknowledge,
  mayDeleteServiceUser,
  mayResetCredentials,
  maySeePassword,
  maySeeSecrets,
} from '../../domain/policy/service-users.ts';
import { mayReportUser } from '../../domain/policy/report-compromise.ts';
import { severityOf } from '../../domain/service-user/attention.ts';
import { waitsForAcknowledgement } from '../../domain/service-user/renewal.ts';
import type { ServiceUser } from '../../domain/service-user/service-user.ts';
import { NEVER, type Instant } from '../../domain/time.ts';
import { compromiseView, type Reported } from '../incidents/incident-view.ts';
import { verdictView } from '../shared/verdict-view.ts';
import type { KeptSecrets } from './user-secrets.ts';

/** The older certificate's end, while clients may still use it. */
const expiring = (user: ServiceUser): Pick<WireUser, 'expiring_cert_not_valid_after_time'> =>
  waitsForAcknowledgement(user) ? { expiring_cert_not_valid_after_time: toWireTime(user.endsAt) } : {};

/** A service user in the vendor's shape; without `secrets` none of them is in it. */
export const vendorView = (user: ServiceUser, secrets: KeptSecrets | null): VendorServiceUser => ({
  username: user.username,
  type: user.type,
  password: secrets?.password ?? null,
  ...(secrets ? { access_cert: secrets.accessCert, access_key: secrets.accessKey } : {}),
  ...(user.certificate ? { access_cert_not_valid_after_time: toWireTime(user.certificate.notAfter) } : {}),
  ...expiring(user),
  ...(user.passwordUpdatedAt === null ? {} : { password_updated_time: toWireTime(user.passwordUpdatedAt) }),
});

/** The later of the looks at this user's secrets alone and at those of all users at once. */
const lastLook = (user: ServiceUser, service: Service): Pick<WireUser, 'viewed'> => {
  const looks = [user, service].flatMap(({ secretsViewedAt: at, secretsViewedBy: by }) =>
    at === null || by === null ? [] : [{ at, by }],
  );
  const [last] = looks.toSorted((a, b) => b.at - a.at);
  return last ? { viewed: { by: last.by, time: toWireTime(last.at) } } : {};
};

export interface Onlooker {
  readonly role: ProjectRole;
  readonly service: Service;
  readonly actor: Actor;
  readonly accesses: ReadonlyMap<string, Access>;
  readonly reported: ReadonlyMap<string, Reported>;
  readonly now: Instant;
}

/** A service user as the Users tab shows it (C1), with what its reader may do. */
export const userView = (
  user: ServiceUser,
  { role, service, actor, accesses, reported, now }: Onlooker,
): WireUser => {
  const access = user.accessId === null ? null : (accesses.get(user.accessId) ?? null);
  const facts = { role, project: service.projectName, user, access };
  const sees = verdictView(maySeeSecrets(facts));
  const about = reported.get(user.id);
  const project = service.projectName;
  const report = mayReportUser({
    standing: { ...actor, role, managesKey: false },
    concern: access
      ? {
          kind: 'access',
          ownerGroupId: access.ownerGroupId,
          ownerGroupName: access.ownerGroupName,
          project,
        }
      : { kind: 'service_user', project },
    access,
    user,
    lastGeneration: Math.max(user.lastGeneration, access?.lastGeneration ?? 0),
    known: about?.newest ?? null,
  });
  return {
    username: user.username,
    type: user.type,
    status: user.status,
    ...(user.failure === null ? {} : { failure: user.failure }),
    authentication: ['certificate', 'sasl'],
    ...(access
      ? {
          access: {
            access_id: access.id,
            access_name: access.name,
            owner_user_group_name: access.ownerGroupName,
          },
        }
      : {}),
    ...(user.certificate
      ? {
          serial: user.certificate.serial,
          certificate_not_before_time: toWireTime(user.certificate.notBefore),
          certificate_not_after_time: toWireTime(user.certificate.notAfter),
        }
      : {}),
    ...expiring(user),
    renewal_state: user.renewalState,
    ...(user.renewedAt === null ? {} : { renewed_time: toWireTime(user.renewedAt) }),
    ...(user.acknowledgedAt === null || user.acknowledgedBy === null
      ? {}
      : { acknowledged: { by: user.acknowledgedBy, time: toWireTime(user.acknowledgedAt) } }),
    ...(user.attentionAt === NEVER ? {} : { severity: severityOf(user.attentionAt, now) }),
    create_time: toWireTime(user.createdAt),
    ...lastLook(user, service),
    ...compromiseView(about, user),
    verdicts: {
      show_access_key: sees,
      show_access_cert: sees,
      show_password: verdictView(maySeePassword(facts)),
      download: sees,
      acknowledge: verdictView(mayAcknowledge(facts)),
      reset: verdictView(mayResetCredentials(facts)),
      delete: verdictView(mayDeleteServiceUser(facts)),
      report_compromise: verdictView(report),
    },
  };
};
