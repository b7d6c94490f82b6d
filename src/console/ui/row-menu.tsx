import { MenuButton, type MenuItem } from './menu.tsx';

export type RowMenuProps = {
  /** The row's own name: the button reads "Actions for orders-consumer". */
  name: string;
  /** Asked only when the menu opens, so that a page of rows costs nothing. */
  items: () => readonly MenuItem[];
};

export function RowMenu({ name, items }: RowMenuProps) {
  return (
    <MenuButton
      className="icon-btn icon-btn-small dots"
      aria-label={`Actions for ${name}`}
      menuLabel={`Actions for ${name}`}
      align="end"
      items={items}
    />
  );
}
