/** A latch that is a key: its bow is the ring, its bit lifts the bar. The same drawing stands in index.html. */
export function BrandMark({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" className="brand-mark">
      <rect width="24" height="24" rx="6" className="brand-plate" />
      <path d="M12.9 12H20M16.6 12v3.4M19 12v2.4" className="brand-line" />
      <circle cx="9" cy="12" r="3.7" className="brand-line" />
      <path d="M5 6.2v11.6" className="brand-line" />
    </svg>
  );
}
