import { Link } from 'react-router-dom';
import type { NewKeyPreview } from '../../../../contract/schemas/keys.ts';
import { paths } from '../../../paths.ts';
import { Banner } from '../../../ui/banner.tsx';
import type { KeyTarget } from './key-target.ts';

type OwnerNoticeProps = {
  owner: NewKeyPreview['owners'][number] | undefined;
  target: KeyTarget;
  /** Why no key can be made. */
  refusal: string | undefined;
};

/** What the key would meet, said before it is made: a refusal, no rights at all (K11), or whose rights it has (K2). */
export function OwnerNotice({ owner, target, refusal }: OwnerNoticeProps) {
  if (refusal !== undefined) {
    return (
      <Banner severity="warning" shape="box">
        {refusal}
      </Banner>
    );
  }
  if (owner === undefined) return null;
  if (owner.kind === 'user') {
    return (
      <Banner severity="info" shape="box">
        It carries your own permissions, is marked for development and testing only, and is deleted when your
        account is. Give applications a service account.
      </Banner>
    );
  }
  if (owner.powerless) {
    return (
      <Banner severity="warning" shape="box">
        <bdi>{owner.name}</bdi> has no ACL and no role on {target.name}: a key authenticates, and may do
        nothing. <Link to={paths.serviceAccount(owner.id)}>Add an ACL or a role</Link> to the account first.
      </Banner>
    );
  }
  if (target.kind === 'cloud') {
    return (
      <Banner severity="info" shape="box">
        What it may do follows from the role bindings of{' '}
        <Link to={paths.serviceAccount(owner.id)}>{owner.name}</Link> alone.
      </Banner>
    );
  }
  return null;
}
