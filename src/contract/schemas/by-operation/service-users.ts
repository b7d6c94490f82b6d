import type * as operations from '../../operations/service-users.ts';
import * as users from '../service-users.ts';
import * as services from '../services.ts';
import { Done } from '../shared.ts';
import type { SchemasOf } from '../by-operation.ts';

export const SCHEMAS = {
  createServiceUser: { body: users.NewServiceUser, answer: users.CreatedServiceUser },
  getServiceUser: { query: users.IncludeSecrets, answer: users.VendorServiceUserEnvelope },
  deleteServiceUser: { answer: Done },
  modifyServiceUser: { body: users.ServiceUserChange, answer: services.ChangedServiceEnvelope },
  resetServiceUser: { answer: services.ChangedServiceEnvelope },
  resetServiceCredentials: { answer: services.ChangedServiceEnvelope },
  listServiceUsers: { query: users.ServiceUserQuery, answer: users.ServiceUserList },
  exportServiceUsers: { query: users.ServiceUserExportQuery },
  showServiceUserSecrets: { body: users.ShowSecrets, answer: users.ShownSecrets },
  changeCertificateNotices: { body: users.CertificateNotices, answer: services.ServiceDetailsEnvelope },
  introduceCa: { body: users.NewCa, answer: services.ProjectCa },
} as const satisfies SchemasOf<typeof operations>;
