import { useRef, useState, type FormEvent } from 'react';
import { Link, useNavigate } from 'react-router-dom';
import { messageOf } from '../api/errors.ts';
import { useSignInByCode } from '../api/session.ts';
import { paths } from '../paths.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';

/** For when nobody can sign in any other way: a code from the command line, used up by this. */
export function BreakGlassForm() {
  const signIn = useSignInByCode();
  const navigate = useNavigate();
  const [code, setCode] = useState('');
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string>();
  const field = useRef<HTMLInputElement>(null);

  const submit = async () => {
    const say = (words: string) => {
      setProblem(words);
      field.current?.focus();
    };
    if (code.trim() === '') return say('Paste the code that the command line printed.');
    setPending(true);
    setProblem(undefined);
    try {
      await signIn(code.trim());
      void navigate(paths.home(), { replace: true });
    } catch (error) {
      say(messageOf(error));
      setPending(false);
    }
  };

  return (
    <form
      className="break-glass"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        if (!pending) void submit();
      }}
    >
      <Banner severity="warning" shape="box">
        A code works once and makes whoever has it an administrator for an hour. Every organization admin is
        told.
      </Banner>
      <Field
        ref={field}
        label="Code"
        hint="Where the server runs: npm run admin -- break-glass create"
        error={problem}
        value={code}
        onChange={(event) => setCode(event.target.value)}
        autoComplete="off"
        spellCheck={false}
        mono
      />
      <div className="break-glass-actions">
        <Button type="submit" variant="primary" busy={pending}>
          Sign in
        </Button>
        <Link to={paths.signIn()}>Sign in another way</Link>
      </div>
    </form>
  );
}
