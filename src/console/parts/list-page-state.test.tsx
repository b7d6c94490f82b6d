import { act, fireEvent, render, screen } from '@testing-library/react';
import { createMemoryRouter, RouterProvider, useLocation } from 'react-router-dom';
import { describe, expect, it } from 'vitest';
import { listQueryOf, useListPageState } from './list-page-state.ts';

const SPEC = {
  lists: { state: ['active', 'expired'], group: null },
  choices: { expiry: ['7_days', '30_days'] },
  sorts: ['name', 'time'],
  preset: { key: 'name', dir: 'asc' },
} as const;

const queryOf = (search: string) => listQueryOf(SPEC, new URLSearchParams(search));

describe('listQueryOf', () => {
  it('reads search, filters, sort and page from the URL (R1)', () => {
    expect(
      queryOf(
        'search=%20orders%20&state=active,expired&group=g1&expiry=7_days&sort=time&direction=desc&cursor=abc',
      ),
    ).toEqual({
      search: 'orders',
      state: 'active,expired',
      group: 'g1',
      expiry: '7_days',
      sort: 'time',
      direction: 'desc',
      cursor: 'abc',
    });
  });

  it('leaves out what cannot be, so that an old link still opens', () => {
    expect(
      queryOf('state=active,active,gone&expiry=never&sort=colour&direction=up&cursor=&search=++&rotate=a1'),
    ).toEqual({ state: 'active', sort: 'name', direction: 'asc' });
  });
});

function Probe() {
  const state = useListPageState(SPEC);
  return (
    <>
      <output>{useLocation().search}</output>
      <p>{state.search}</p>
      <button onClick={() => state.setSearch('ord')}>search</button>
      <button onClick={() => state.setValues('state', ['expired'])}>filter</button>
      <button onClick={() => state.setChoice('expiry', '30_days')}>choose</button>
      <button onClick={() => state.setSort({ key: 'time', dir: 'desc' })}>sort</button>
      <button onClick={() => state.goTo('next-page')}>page</button>
      <button onClick={state.clear}>clear</button>
    </>
  );
}

async function open(path: string) {
  const router = createMemoryRouter([{ path: '/', element: <Probe /> }], { initialEntries: [path] });
  render(<RouterProvider router={router} />);
  const url = (): string => screen.getByRole('status').textContent;
  const press = async (name: string) => {
    // The router changes the URL in a later task.
    await act(async () => {
      fireEvent.click(screen.getByRole('button', { name }));
      await Promise.resolve();
    });
  };
  return { router, url, press };
}

describe('useListPageState', () => {
  it('goes back to the first page when the question changes, and keeps what is not its own', async () => {
    const { url, press } = await open('/?cursor=abc&rotate=a1');
    await press('filter');
    await expect.poll(url).toBe('?rotate=a1&state=expired');
    await press('page');
    await expect.poll(url).toBe('?rotate=a1&state=expired&cursor=next-page');
    await press('sort');
    await expect.poll(url).toBe('?rotate=a1&state=expired&sort=time&direction=desc');
    await press('choose');
    await press('clear');
    await expect.poll(url).toBe('?rotate=a1&sort=time&direction=desc');
  });

  it('keeps two changes that come before the URL follows', async () => {
    const { url } = await open('/');
    act(() => {
      fireEvent.click(screen.getByRole('button', { name: 'filter' }));
      fireEvent.click(screen.getByRole('button', { name: 'choose' }));
    });
    await expect.poll(url).toBe('?state=expired&expiry=30_days');
  });

  it('replaces the history entry while somebody types, and the field never falls back', async () => {
    const { router, url } = await open('/?search=o');
    fireEvent.click(screen.getByRole('button', { name: 'search' }));
    expect(screen.getByText('ord')).toBeDefined();
    await expect.poll(url).toBe('?search=ord');
    expect(router.state.historyAction).toBe('REPLACE');
  });
});
