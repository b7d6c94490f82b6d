/** Asks the person to prove again who they are; true once they did. */
type StepUp = () => Promise<boolean>;

let ask: StepUp | undefined;
let underWay: Promise<boolean> | undefined;

/** Says who asks. The shell does, with a dialog over whatever is open. Returns the function that takes it back. */
export function onStepUp(handler: StepUp): () => void {
  ask = handler;
  return () => {
    if (ask === handler) ask = undefined;
  };
}

/** Several calls at once are one question. False where nobody can ask. */
export function stepUp(): Promise<boolean> {
  underWay ??= (ask?.() ?? Promise.resolve(false)).finally(() => {
    underWay = undefined;
  });
  return underWay;
}
