/// <reference types="vite/client" />
/// <reference types="svelte" />

declare module '*.md?raw' {
  const text: string;
  export default text;
}

declare module '*.sql?raw' {
  const text: string;
  export default text;
}

/** Address of the gzipped engine module, see src/worker/sealed-engine.vite.ts. */
declare module 'virtual:engine-module-url' {
  const url: string;
  export default url;
}
