/** The npm package ships no types; it is CommonJS, so its default export is the whole module. */
declare module 'workerd' {
  const workerd: { default: string; compatibilityDate: string; version: string };
  export default workerd;
}
