/** Set by the build (web/vite.config.ts). */
interface ImportMetaEnv {
  readonly AGENT_VERSION: string;
}
