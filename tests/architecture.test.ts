import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/**
 * What each folder of src may import, top to bottom: imports flow downwards only. `folder/file` names one file of a
 * folder. A folder that is not here has no place yet: give it one.
 */
const MAY_IMPORT: Record<string, readonly string[]> = {
  'main.ts': ['App.svelte', 'app.css', 'state', 'engine', 'storage', 'analyses', 'messages'],
  'App.svelte': ['views', 'state', 'ui', 'messages'],
  // Never the client: what views want done goes through the state.
  views: [
    ...[
      'state',
      'engine/protocol',
      'engine/opening-protocol',
      'orders/literals',
      'exports',
      'segments',
      'analyses',
      'plots',
    ],
    ...['orders', 'intake', 'statistics', 'statements', 'sharing', 'templates', 'document', 'ui', 'messages'],
  ],
  state: [
    ...[
      'engine',
      'exports',
      'storage',
      'segments',
      'analyses',
      'plots',
      'orders',
      'intake',
      'statistics',
      'statements',
      'document',
    ],
    ...['sample-shop', 'sharing', 'templates', 'ui/marked-text', 'ui/pick-files', 'messages'],
  ],
  // Types of `engine` are the worker's contract; the worker itself is only ever started (`?worker`).
  engine: ['analyses', 'orders', 'intake', 'statistics', 'sharing/passphrase', 'document', 'messages'],
  worker: [
    ...['engine/protocol', 'engine/opening-protocol', 'engine/decode', 'orders/literals'],
    ...['analyses/define', 'analyses/params', 'orders', 'intake', 'statistics', 'document', 'sample-shop'],
    'sharing/passphrase',
  ],
  exports: ['analyses', 'plots', 'document', 'ui/marked-text', 'app.css', 'messages'],
  storage: ['document', 'intake', 'messages'],
  // A saved segment, asked and shown like an analysis.
  segments: ['analyses', 'document', 'messages'],
  analyses: ['plots', 'orders', 'intake', 'statistics', 'document', 'ui', 'messages'],
  plots: ['statistics', 'ui', 'messages'],
  // Results in a notebook's file. Says nothing itself either.
  sharing: ['analyses/define', 'document', 'intake'],
  templates: ['analyses', 'document', 'messages'],
  // These say nothing themselves: a `Reason` goes up and is put into words there.
  orders: ['intake', 'document'],
  document: ['intake'],
  intake: [],
  statistics: [],
  // Reads SQL as text; runs nothing.
  statements: [],
  'sample-shop': ['messages'],
  // Domain-free: could have come from npm, but for its texts.
  ui: ['messages'],
  // Names of fields are looked up by id.
  messages: ['intake/types'],
};

/** Shapes that anybody may name in a type. They hold no code that runs. */
const TYPES_FOR_ALL = ['analyses/define', 'intake/types', 'document/types'];

/** Where each outside library lives. A path ending in / is a folder, else one file; `*` is one name. */
const LIBRARY_HOMES: Record<string, readonly string[]> = {
  '@codemirror/autocomplete': ['ui/editor/'],
  '@codemirror/commands': ['ui/editor/'],
  '@codemirror/lang-sql': ['ui/editor/'],
  '@codemirror/language': ['ui/editor/'],
  '@codemirror/lint': ['ui/editor/'],
  '@codemirror/state': ['ui/editor/'],
  '@codemirror/view': ['ui/editor/'],
  '@duckdb/duckdb-wasm': ['worker/', 'engine/assets.ts'],
  '@lezer/highlight': ['ui/editor/'],
  'age-encryption': ['sharing/passphrase.ts'],
  '@observablehq/plot': ['plots/', 'analyses/*/'],
  'apache-arrow': ['worker/', 'engine/arrow.ts', 'engine/decode.ts', 'engine/decode-result.ts'],
  comlink: [
    ...['engine/client.ts', 'engine/opener.ts', 'engine/passphrase.ts'],
    ...['worker/engine.worker.ts', 'worker/opening.worker.ts', 'worker/passphrase.worker.ts'],
  ],
  'd3-hierarchy': ['plots/', 'analyses/*/'],
  dompurify: ['ui/Markdown.svelte', 'ui/markdown.ts'],
  fflate: ['worker/opening/'],
  hyparquet: ['worker/opening/', 'exports/parquet.ts'],
  'hyparquet-compressors': ['worker/opening/'],
  'hyparquet-writer': ['exports/'],
  'idb-keyval': ['storage/'],
  marked: ['exports/report/', 'ui/Markdown.svelte', 'ui/markdown.ts'],
  svelte: ['main.ts', 'App.svelte', 'views/', 'state/', 'ui/', 'plots/', 'analyses/'],
  valibot: ['document/'],
  'write-excel-file': ['exports/'],
};

/** Started by the engine's clients, and by nobody else. */
const WORKERS = ['worker/engine.worker', 'worker/opening.worker', 'worker/passphrase.worker'];

const LONGEST_FILE = 400;
const UNNAMED = /(^|\/)(utils?|helpers?|managers?|services?|common|misc)(\/|\.|$)/i;

const SOURCE = join(import.meta.dirname, '../src');

interface Import {
  file: string;
  specifier: string;
  /** Path from src, without ending or query, of what is imported; null for a package. */
  target: string | null;
  typeOnly: boolean;
}

const files = (readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }) as string[])
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.(ts|svelte)$/.test(file) && !file.startsWith('messages/compiled/'))
  // Build steps run in Node; the ambient declarations import nothing.
  .filter((file) => !file.endsWith('.vite.ts') && !file.endsWith('.d.ts'))
  .sort();
const texts = new Map(files.map((file) => [file, readFileSync(join(SOURCE, file), 'utf8')]));
const trees = new Map(files.map((file) => [file, treeOf(file, texts.get(file)!)]));
const imports = files.flatMap(importsOf);

/** A component's scripts; the imports in its markup are found apart. */
function treeOf(file: string, text: string): ts.SourceFile {
  const code = file.endsWith('.svelte')
    ? [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, script]) => script).join('\n')
    : text;
  return ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
}

function importsOf(file: string): Import[] {
  const found: Import[] = [];
  const add = (node: ts.Node | undefined, typeOnly: boolean) => {
    if (!node || !ts.isStringLiteralLike(node)) return;
    const specifier = node.text;
    const local = specifier.startsWith('.');
    const path = posix.normalize(posix.join(dirname(file), specifier.replace(/\?.*$/, '')));
    found.push({ file, specifier, target: local ? path.replace(/\.(ts|js)$/, '') : null, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], false);
    }
    ts.forEachChild(node, visit);
  };
  visit(trees.get(file)!);
  if (file.endsWith('.svelte')) {
    const markup = texts.get(file)!.replace(/<script[^>]*>[\s\S]*?<\/script>/g, '');
    for (const [, specifier] of markup.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)) {
      add(ts.factory.createStringLiteral(specifier!), false);
    }
  }
  return found;
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const { namedBindings } = clause;
  if (clause.name || !namedBindings || !ts.isNamedImports(namedBindings)) return false;
  return namedBindings.elements.length > 0 && namedBindings.elements.every((element) => element.isTypeOnly);
}

const areaOf = (path: string): string => path.split('/')[0]!.replace(/^main$/, 'main.ts');
const within = (path: string, place: string): boolean => path === place || path.startsWith(`${place}/`);

function breaches({ file, specifier, target, typeOnly }: Import): string[] {
  if (target === null) return [];
  const area = areaOf(file);
  const allowed = MAY_IMPORT[area];
  if (!allowed) return [`${file}: the folder ${area} has no place in the order`];
  if (/[?&]worker\b/.test(specifier)) {
    return area === 'engine' && WORKERS.includes(target) ? [] : [`${file} starts ${target}`];
  }
  if (areaOf(target) === area) return foreignAnalysis(file, target);
  if (typeOnly && TYPES_FOR_ALL.includes(target)) return [];
  return allowed.some((place) => within(target, place)) ? [] : [`${file} imports ${target}`];
}

/** Analyses that ask another one's question again, and must not have a definition of their own: the key builds on the value. */
const BUILT_ON: Record<string, string> = { 'rfm-migration': 'rfm-segments' };

/** Analyses stand side by side: what two of them need belongs below. The registry names them all. */
function foreignAnalysis(file: string, target: string): string[] {
  const [area, folder, ...inside] = file.split('/');
  const [, other, ...deeper] = target.split('/');
  const apart = area === 'analyses' && inside.length > 0 && deeper.length > 0 && folder !== other;
  if (BUILT_ON[folder ?? ''] === other) return [];
  return apart ? [`${file} imports ${target} of another analysis`] : [];
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function isAtHome(file: string, home: string): boolean {
  const pattern = home.replaceAll('.', '\\.').replaceAll('*', '[^/]+');
  return new RegExp(`^${pattern}${home.endsWith('/') ? '' : '$'}`).test(file);
}

/** Cycles among imports that run. Each is reported once, from its first file on. */
function cycles(): string[] {
  const known = new Map(files.map((file) => [file.replace(/\.ts$/, ''), file]));
  const edges = new Map<string, string[]>();
  for (const { file, specifier, target, typeOnly } of imports) {
    const to = target === null || typeOnly || specifier.includes('?') ? undefined : known.get(target);
    if (to) edges.set(file, [...(edges.get(file) ?? []), to]);
  }
  const done = new Set<string>();
  const found = new Set<string>();
  const walk = (file: string, path: string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) found.add([...path.slice(start), file].join(' → '));
    if (start >= 0 || done.has(file)) return;
    for (const next of edges.get(file) ?? []) walk(next, [...path, file]);
    done.add(file);
  };
  files.forEach((file) => walk(file, []));
  return [...found];
}

describe('the house', () => {
  it('is read at all', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(imports.filter(({ target }) => target !== null).length).toBeGreaterThan(100);
    expect(imports.some(({ typeOnly }) => typeOnly)).toBe(true);
  });

  it('imports flow downwards only', () => {
    expect(imports.flatMap(breaches)).toEqual([]);
  });

  it('imports that run make no circle', () => {
    expect(cycles()).toEqual([]);
  });

  it('each library stays at home', () => {
    const strays = imports
      .filter(({ target, specifier }) => target === null && !/^(virtual|node):/.test(specifier))
      // Svelte's types describe what a component is, wherever that is said.
      .filter(({ specifier, typeOnly }) => !(typeOnly && packageOf(specifier) === 'svelte'))
      .filter(({ file, specifier }) => {
        const homes = LIBRARY_HOMES[packageOf(specifier)] ?? [];
        return !homes.some((home) => isAtHome(file, home));
      });
    expect(strays.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([]);
  });

  it('nothing that runs in the page is a Node module', () => {
    const node = imports.filter(({ specifier }) => specifier.startsWith('node:'));
    expect(node.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([]);
  });

  it('each name says what is inside', () => {
    expect(files.filter((file) => UNNAMED.test(file))).toEqual([]);
  });

  it('each file can be read in a sitting', () => {
    const lengths = files.map((file) => ({ file, lines: texts.get(file)!.split('\n').length - 1 }));
    const long = lengths.filter(({ lines }) => lines > LONGEST_FILE);
    expect(long.map(({ file, lines }) => `${file}: ${lines} lines`)).toEqual([]);
  });

  it('no type is waved through and nothing is put off', () => {
    const found: string[] = [];
    for (const [file, tree] of trees) {
      const visit = (node: ts.Node): void => {
        if (node.kind === ts.SyntaxKind.AnyKeyword) found.push(`${file}: any`);
        ts.forEachChild(node, visit);
      };
      visit(tree);
      for (const [mark] of texts
        .get(file)!
        .matchAll(/@ts-(ignore|nocheck|expect-error)|\b(TODO|FIXME|XXX)\b/g)) {
        found.push(`${file}: ${mark}`);
      }
    }
    expect(found).toEqual([]);
  });
});
