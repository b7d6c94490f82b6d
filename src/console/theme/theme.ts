import { createTheme } from '@mui/material/styles';

/** Every shade by name: MUI would compute the missing ones, and cannot compute with a variable. */
const tone = (name: 'accent' | 'danger') => ({
  main: `var(--${name})`,
  light: `var(--${name})`,
  dark: `var(--${name}-hover)`,
  contrastText: `var(--on-${name})`,
});

/** What a colour is mixed in when MUI derives one from another; with it, it leaves variables to the browser. */
const MIXED_IN = { colorSpace: 'oklch' };

/**
 * MUI wears the console's own tokens (tokens.css): colours are variables, so both schemes are one theme and a change of
 * scheme renders nothing. The look of the controls stands in ui/field.css, shared with the few native ones of the
 * lists; here is what MUI has to leave out for it. Ripples and transitions are off: they were most of a click's cost.
 */
export const theme = createTheme(
  {
    spacing: 4,
    shape: { borderRadius: 6 },
    palette: {
      primary: tone('accent'),
      error: tone('danger'),
      text: { primary: 'var(--text)', secondary: 'var(--text-2)', disabled: 'var(--text-3)' },
      background: { default: 'var(--surface)', paper: 'var(--float)' },
      divider: 'var(--line)',
    },
    typography: {
      fontFamily: 'var(--font-sans)',
      fontSize: 14,
      body1: { fontSize: 14, lineHeight: '20px' },
      caption: { fontSize: 12, lineHeight: '16px' },
    },
    transitions: { create: () => 'none' },
    components: {
      MuiButtonBase: { defaultProps: { disableRipple: true, disableTouchRipple: true } },
      MuiFormControl: {
        defaultProps: { variant: 'standard', fullWidth: true },
        styleOverrides: { root: { display: 'block' } },
      },
      MuiFormLabel: {
        styleOverrides: {
          root: { position: 'static', color: 'inherit', '&&': { color: 'inherit' } },
        },
      },
      // No autofill keyframes: they only tell a floating label, which there is none of.
      MuiInputBase: {
        defaultProps: { fullWidth: true, disableInjectingGlobalStyles: true },
        styleOverrides: { root: { lineHeight: 'inherit' }, input: { boxSizing: 'border-box' } },
      },
      MuiFormControlLabel: {
        defaultProps: { disableTypography: true },
        styleOverrides: { root: { margin: 0 } },
      },
    },
  },
  MIXED_IN,
);
