/**
 * Names in storage, unique to the app and the folder it is served from: `user.github.io` is one origin for many apps,
 * and a file opened by double-click shares its origin with every other such file.
 */
export function storageName(what: string, pathname = globalThis.location?.pathname ?? '/'): string {
  return `regulars:${pathname.replace(/[^/]*$/, '')}:${what}`;
}
