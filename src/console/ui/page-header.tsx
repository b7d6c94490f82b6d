import type { ReactNode } from 'react';
import './page-header.css';

export type PageHeaderProps = {
  /** Links and the current page, in order. */
  breadcrumb?: readonly ReactNode[];
  title: ReactNode;
  /** One line: what this page is for. */
  purpose?: ReactNode;
  action?: ReactNode;
};

export function PageHeader({ breadcrumb, title, purpose, action }: PageHeaderProps) {
  return (
    <header className="page-header">
      <div className="page-words">
        {breadcrumb !== undefined && (
          <nav aria-label="Breadcrumb">
            <ol className="breadcrumb">
              {breadcrumb.map((crumb, index) => (
                <li key={index}>{crumb}</li>
              ))}
            </ol>
          </nav>
        )}
        <h1>{title}</h1>
        {purpose !== undefined && <p className="page-purpose">{purpose}</p>}
      </div>
      {action !== undefined && <div className="page-action">{action}</div>}
    </header>
  );
}
