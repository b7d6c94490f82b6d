/** Says something to screen readers when its words change; nothing is seen. Mount it before there is something to say. */
export function Announce({ children }: { children: string }) {
  return (
    <span role="status" className="visually-hidden">
      {children}
    </span>
  );
}
