/** Stands in for a page whose code is on its way, in the shape that most pages have. */
export function PageSkeleton() {
  return (
    <div className="page-skeleton" aria-busy="true">
      <span className="visually-hidden" role="status">
        Loading
      </span>
      <span className="skeleton skeleton-title" />
      <span className="skeleton skeleton-line" />
      <div className="skeleton-rows">
        {Array.from({ length: 10 }, (_, index) => (
          <span key={index} className="skeleton skeleton-row" />
        ))}
      </div>
    </div>
  );
}
