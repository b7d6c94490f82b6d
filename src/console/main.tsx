import { queryClient } from './begin.ts';
import './theme/tokens.css';
import './theme/fonts.css';
import './theme/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { QueryClientProvider } from '@tanstack/react-query';
import { createBrowserRouter, createHashRouter, RouterProvider } from 'react-router-dom';
import { answered } from './api/queries.ts';
import { makeRoutes } from './routes.tsx';
import { HOST } from './shell/host.ts';

// A static host answers one address only, so the demo keeps its place in the hash.
const createRouter = HOST === 'demo' ? createHashRouter : createBrowserRouter;
const router = createRouter(makeRoutes(queryClient));

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
const reactRoot = createRoot(root);
const draw = () =>
  reactRoot.render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );

/** Milliseconds for which the frame in index.html may stand in for a first drawing that would be all skeletons. */
const PATIENCE = 150;
// A real server is usually quicker to answer than the page is to draw its skeleton; the demo's has yet to start.
if (HOST === 'server') void answered(queryClient, PATIENCE).then(draw);
else draw();
