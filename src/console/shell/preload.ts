type Load = () => Promise<unknown>;

const pages = new Map<string, Load>();

/** The route tree names the chunk of each page here, since only it may know the features. */
export function registerPage(path: string, load: Load): void {
  pages.set(path, load);
}

/** For links, on hover and focus: fetches a page's chunk, so that following the link waits for nothing. */
export function preloadPage(path: string): void {
  // A failure shows when the page is really wanted.
  pages
    .get(path)?.()
    .catch(() => {});
}
