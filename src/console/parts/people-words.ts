/** "Maya", "Maya or Jonas", "Maya, Jonas or Priya", "Maya, Jonas, Priya or 4 others". */
export function anyOf(names: readonly string[], most = 3): string {
  const rest = names.length - most;
  const parts = rest > 1 ? [...names.slice(0, most), `${rest} others`] : names;
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} or ${parts.at(-1) ?? ''}`;
}
