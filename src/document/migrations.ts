/** A file as parsed, of whatever version. */
export type RawDocument = Record<string, unknown>;

/** One step up. Pure: it returns a new object and sets nothing but what changed; `version` is raised by `migrate`. */
export interface Migration {
  /** The version it reads; it writes the next one. */
  from: number;
  migrate: (document: RawDocument) => RawDocument;
}

/** Version 1 knew the as-of day as its only filter; what it leaves out narrows nothing. */
const narrowedByMore: Migration = {
  from: 1,
  migrate: (document) => ({
    ...document,
    filters: { from: null, to: null, dimensions: {}, segment: null, ...Object(document.filters) },
  }),
};

/** In order, one a version, never changed once released. */
export const MIGRATIONS: readonly Migration[] = [narrowedByMore];

/**
 * Takes a file up to `target`, one version at a time, by its declared integer version and never by its looks.
 * Throws where a step is missing, which a test rules out for the versions there are.
 */
export function migrate(
  document: RawDocument,
  version: number,
  target: number,
  migrations = MIGRATIONS,
): RawDocument {
  let current = document;
  for (let from = version; from < target; from += 1) {
    const step = migrations.find((migration) => migration.from === from);
    if (!step) throw new Error(`No migration from version ${from}`);
    current = { ...step.migrate(current), version: from + 1 };
  }
  return current;
}
