// Runs before the first paint, so that neither the colour scheme nor the sidebar's width changes afterwards.
// External and tiny because the content security policy allows no inline script.
(function () {
  var root = document.documentElement;
  var read = function (key) {
    try {
      return localStorage.getItem(key);
    } catch (error) {
      return null;
    }
  };
  var chosen = read('latchkey.theme');
  var dark = matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = chosen === 'light' || chosen === 'dark' ? chosen : dark ? 'dark' : 'light';
  if (read('latchkey.sidebar') === 'rail') root.dataset.sidebar = 'rail';
})();
