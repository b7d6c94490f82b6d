import { Link } from 'react-router-dom';
import './tab-links.css';

export type TabLink = { readonly label: string; readonly to: string; readonly current: boolean };

/** The parts of a page that have addresses of their own, as links. */
export function TabLinks({ label, tabs }: { label: string; tabs: readonly TabLink[] }) {
  return (
    <nav className="tab-links" aria-label={label}>
      {tabs.map(({ label: words, to, current }) => (
        <Link key={to} to={to} preventScrollReset aria-current={current ? 'page' : undefined}>
          {words}
        </Link>
      ))}
    </nav>
  );
}
