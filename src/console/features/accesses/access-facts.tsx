import { Link } from 'react-router-dom';
import type { Access } from '../../../contract/schemas/accesses.ts';
import { listMembers } from '../../../contract/operations/directory.ts';
import { useRead } from '../../api/queries.ts';
import { useSession } from '../../api/session.ts';
import { PastTime } from '../../parts/past-time.tsx';
import { PersonList } from '../../parts/person-list.tsx';
import { paths } from '../../paths.ts';
import { CopyButton } from '../../ui/copy-button.tsx';

/** What does not change from day to day, and whom to ask. */
export function AccessFacts({ access }: { access: Access }) {
  const { username, service_name: service, project_name: project } = access.access_data;
  const { project_roles: roles } = useSession();
  const members = useRead(listMembers, { params: { user_group_id: access.owner_user_group_id } }).data
    ?.members;
  return (
    <dl className="facts">
      <dt>Service user</dt>
      <dd className="fact-copy">
        <span className="mono wrap">{username}</span>
        <CopyButton label="Copy service user" value={() => username} />
      </dd>
      <dt>Service</dt>
      <dd>
        {/* Services are shown to those with a role in their project. */}
        {project in roles ? (
          <Link className="text-link" to={paths.service(project, service)}>
            {service}
          </Link>
        ) : (
          service
        )}
      </dd>
      <dt>Project</dt>
      <dd>{project}</dd>
      <dt>Created</dt>
      <dd>
        <PastTime at={access.create_time} focusable />
      </dd>
      {/* Last: its members come later, and nothing may move. */}
      <dt>Owner group</dt>
      <dd>
        {access.owner_user_group_name}
        {members !== undefined && (
          <PersonList
            label={`Members of ${access.owner_user_group_name}`}
            people={members.map((member) => ({
              user_id: member.user_id,
              real_name: member.user_info.real_name,
            }))}
          />
        )}
      </dd>
    </dl>
  );
}
