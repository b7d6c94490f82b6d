import { Banner } from '../ui/banner.tsx';

/** Why a command failed, in its dialog or pane; nothing while there is no problem. */
export function ProblemBanner({ problem }: { problem: string | undefined }) {
  if (problem === undefined) return null;
  return (
    <Banner severity="error" shape="box">
      {problem}
    </Banner>
  );
}
