import {
  Fragment,
  useId,
  useRef,
  useState,
  type ButtonHTMLAttributes,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import { Check } from 'lucide-react';
import { Floating } from './floating.tsx';
import type { Verdict } from './verdict-button.tsx';

export type MenuItem = {
  label: string;
  onSelect: () => void;
  /** Absent = allowed. A refused item stays in the menu and says why. */
  verdict?: Verdict | undefined;
  icon?: ReactNode;
  danger?: boolean;
  /** Makes it one of a choice (role menuitemradio). */
  checked?: boolean;
  /** A hairline above. */
  separated?: boolean;
};

export type MenuProps = {
  label: string;
  items: readonly MenuItem[];
  anchor: RefObject<HTMLElement | null>;
  align?: 'start' | 'end';
  /** Where the keyboard starts; `none` when a pointer opened it. */
  start: 'first' | 'last' | 'none';
  heading?: ReactNode;
  onClose: () => void;
};

const TYPEAHEAD_PAUSE = 600;

/** The open menu; `MenuButton` and `RowMenu` own the button and its state. */
export function Menu({ label, items, anchor, align = 'start', start, heading, onClose }: MenuProps) {
  const typed = useRef({ text: '', at: 0 });
  const id = useId();
  const choose = (item: MenuItem) => {
    anchor.current?.focus(); // first, so that a dialog opened by the item returns the focus here
    onClose();
    item.onSelect();
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const nodes = [...event.currentTarget.querySelectorAll<HTMLElement>('[role^=menuitem]')];
    const current = nodes.findIndex((node) => node === document.activeElement);
    const go = (index: number) => {
      event.preventDefault();
      nodes[(index + nodes.length) % nodes.length]?.focus();
    };
    if (event.key === 'ArrowDown') go(current + 1);
    else if (event.key === 'ArrowUp') go(current < 0 ? -1 : current - 1);
    else if (event.key === 'Home') go(0);
    else if (event.key === 'End') go(-1);
    else if (event.key === 'Tab') {
      // Tab leaves the menu from where its button stands.
      anchor.current?.focus();
      onClose();
    } else if (
      event.key.length === 1 &&
      event.key !== ' ' &&
      !event.ctrlKey &&
      !event.metaKey &&
      !event.altKey
    ) {
      const now = event.timeStamp;
      const text =
        (now - typed.current.at < TYPEAHEAD_PAUSE ? typed.current.text : '') + event.key.toLowerCase();
      typed.current = { text, at: now };
      const from = text.length === 1 ? current + 1 : Math.max(current, 0);
      const order = [...nodes.slice(from), ...nodes.slice(0, from)];
      order.find((node) => node.textContent.trim().toLowerCase().startsWith(text))?.focus();
    }
  };

  return (
    <Floating
      anchor={anchor}
      align={align}
      role="menu"
      label={label}
      className="menu"
      apart
      onClose={onClose}
      onKeyDown={onKeyDown}
    >
      {heading !== undefined && (
        <div className="menu-heading" role="presentation">
          {heading}
        </div>
      )}
      {items.map((item, index) => {
        const allowed = item.verdict?.allowed ?? true;
        const reason = allowed ? undefined : item.verdict?.message;
        const reasonId = reason === undefined ? undefined : `${id}${index}`;
        const starts = (start === 'first' && index === 0) || (start === 'last' && index === items.length - 1);
        return (
          <Fragment key={item.label}>
            {item.separated === true && <div className="menu-rule" role="separator" />}
            <button
              type="button"
              role={item.checked === undefined ? 'menuitem' : 'menuitemradio'}
              tabIndex={-1}
              data-autofocus={starts || undefined}
              aria-checked={item.checked}
              aria-disabled={!allowed || undefined}
              aria-describedby={reasonId}
              className={item.danger === true ? 'menu-item menu-danger' : 'menu-item'}
              onClick={allowed ? () => choose(item) : undefined}
            >
              {item.icon}
              <span className="menu-label">{item.label}</span>
              {item.checked !== undefined && (
                <span className="menu-check">{item.checked && <Check size={16} aria-hidden />}</span>
              )}
            </button>
            {reason !== undefined && (
              <div
                id={reasonId}
                role="presentation"
                className={item.icon === undefined ? 'menu-reason' : 'menu-reason menu-reason-in'}
              >
                {reason}
              </div>
            )}
          </Fragment>
        );
      })}
    </Floating>
  );
}

export type MenuButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'onClick'> & {
  menuLabel: string;
  /** Asked only when the menu opens. */
  items: () => readonly MenuItem[];
  align?: 'start' | 'end';
  heading?: ReactNode;
};

/** A button that opens a menu: on press for a mouse (as native menus do), on click for touch and keyboard. */
export function MenuButton({
  menuLabel,
  items,
  align = 'start',
  heading,
  children,
  ...rest
}: MenuButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  const pressed = useRef(false);
  const [start, setStart] = useState<MenuProps['start'] | null>(null);
  const toggle = (from: MenuProps['start']) => setStart((open) => (open === null ? from : null));
  return (
    <>
      <button
        type="button"
        {...rest}
        ref={button}
        aria-haspopup="menu"
        aria-expanded={start !== null}
        onPointerDown={(event) => {
          if (event.pointerType !== 'mouse' || event.button !== 0) return;
          event.preventDefault(); // keeps the press from moving the focus out of the menu that it opens
          pressed.current = true;
          toggle('none');
        }}
        onClick={(event) => {
          const byKeyboard = event.detail === 0; // or by assistive technology
          if (byKeyboard) toggle('first');
          else if (!pressed.current) toggle('none');
          pressed.current = false;
        }}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
          event.preventDefault();
          setStart(event.key === 'ArrowDown' ? 'first' : 'last');
        }}
      >
        {children}
      </button>
      {start !== null && (
        <Menu
          label={menuLabel}
          items={items()}
          anchor={button}
          align={align}
          start={start}
          heading={heading}
          onClose={() => setStart(null)}
        />
      )}
    </>
  );
}
