declare module 'virtual:demo-world' {
  /** Where the grown demo organization stands. */
  const url: string;
  export default url;
}
