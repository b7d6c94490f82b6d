import { createTheme } from '@mui/material/styles';

const hairline = '1px solid var(--line)';
const focusRing = { outline: '2px solid var(--accent)', outlineOffset: 2 };

/**
 * MUI wears the console's own tokens (tokens.css): colours are variables, so both schemes are one theme and a change
 * of scheme renders nothing. Ripples and scripted transitions are off; they were most of what a click cost.
 */
export const theme = createTheme({
  cssVariables: { nativeColor: true, cssVarPrefix: 'mui' },
  spacing: 4,
  shape: { borderRadius: 6 },
  palette: {
    primary: { main: 'var(--accent)', dark: 'var(--accent-hover)', contrastText: 'var(--on-accent)' },
    error: { main: 'var(--danger)', dark: 'var(--danger-hover)', contrastText: 'var(--on-danger)' },
    warning: { main: 'var(--amber)' },
    success: { main: 'var(--green)' },
    info: { main: 'var(--blue)' },
    text: { primary: 'var(--text)', secondary: 'var(--text-2)', disabled: 'var(--text-3)' },
    background: { default: 'var(--surface)', paper: 'var(--float)' },
    divider: 'var(--line)',
    action: { hover: 'var(--hover)', selected: 'var(--selected)' },
  },
  typography: {
    fontFamily: 'var(--font-sans)',
    fontSize: 14,
    body1: { fontSize: 14, lineHeight: '20px' },
    body2: { fontSize: 13, lineHeight: '20px' },
    caption: { fontSize: 12, lineHeight: '16px' },
    button: { textTransform: 'none', fontWeight: 500, fontSize: 14, lineHeight: '20px' },
  },
  transitions: {
    create: () => 'none',
    duration: {
      shortest: 0,
      shorter: 0,
      short: 0,
      standard: 0,
      complex: 0,
      enteringScreen: 0,
      leavingScreen: 0,
    },
  },
  components: {
    MuiButtonBase: {
      defaultProps: { disableRipple: true, disableTouchRipple: true },
      styleOverrides: { root: { '&.Mui-focusVisible': focusRing } },
    },
    MuiPaper: {
      defaultProps: { elevation: 0 },
      styleOverrides: {
        root: { backgroundImage: 'none', boxShadow: 'var(--shadow)', border: '1px solid var(--float-line)' },
      },
    },
    MuiPopover: { defaultProps: { transitionDuration: 0 } },
    // Inside a modal dialog everything outside it is inert, so a list stays beside its field.
    MuiAutocomplete: {
      defaultProps: { disablePortal: true, autoHighlight: true },
      styleOverrides: {
        listbox: { padding: 4, fontSize: 13 },
        option: { minHeight: 32, padding: '6px 8px', borderRadius: 4 },
        paper: { marginTop: 4 },
        noOptions: { fontSize: 13, color: 'var(--text-2)' },
        inputRoot: { padding: '0 30px 0 0' },
      },
    },
    MuiOutlinedInput: {
      styleOverrides: {
        root: {
          background: 'var(--surface)',
          fontSize: 14,
          '& .MuiOutlinedInput-notchedOutline': { borderColor: 'var(--control)' },
          '&.Mui-focused .MuiOutlinedInput-notchedOutline': {
            borderWidth: 1,
            boxShadow: '0 0 0 1px var(--accent)',
          },
        },
        input: { height: 20, padding: '6px 10px' },
      },
    },
    MuiTabs: {
      styleOverrides: {
        root: { minHeight: 36, borderBottom: hairline },
        indicator: { background: 'var(--accent)' },
      },
    },
    MuiTab: { styleOverrides: { root: { minHeight: 36, minWidth: 0, padding: '8px 12px' } } },
  },
});
