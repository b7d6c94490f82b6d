import type { SignInProvider } from '../../contract/schemas/sign-in.ts';
import { signInBeside, signInUrl } from '../api/sign-in.ts';
import { Button, buttonClass } from '../ui/button.tsx';

/** One way in for each provider. Links, since a login is a place that one goes to. */
export function ProviderLinks({
  providers,
  returnTo,
}: {
  providers: readonly SignInProvider[];
  returnTo: string;
}) {
  return (
    <ul className="providers" aria-label="Ways to sign in">
      {providers.map((provider, i) => (
        <li key={provider.provider_id}>
          <a
            className={buttonClass(i === 0 ? 'primary' : 'secondary')}
            href={signInUrl(provider, { returnTo })}
          >
            Continue with {provider.provider_name}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** The same in a window of its own: what is open here stays as it is. */
export function ProviderButtons({
  providers,
  fresh,
}: {
  providers: readonly Pick<SignInProvider, 'provider_id' | 'provider_name' | 'sign_in_path'>[];
  fresh: boolean;
}) {
  return (
    <ul className="providers" aria-label="Ways to sign in">
      {providers.map((provider, i) => (
        <li key={provider.provider_id}>
          <Button variant={i === 0 ? 'primary' : 'secondary'} onClick={() => signInBeside(provider, fresh)}>
            Continue with {provider.provider_name}
          </Button>
        </li>
      ))}
    </ul>
  );
}
