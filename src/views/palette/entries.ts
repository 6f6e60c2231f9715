import { m, type Locale } from '../../messages/speak';
import type { App } from '../../state/contracts';
import { TEMPLATES } from '../../templates/templates';
import type { IconName } from '../../ui/glyphs';
import { canPerform, type Target } from '../actions/action';
import { isApple, keyCaps } from '../actions/keys';
import { kindGlyph } from '../actions/kind-glyph';
import type { EntryKind } from '../actions/page.svelte';
import { ACTIONS, groupName } from '../actions/table';
import { recentFacts } from '../shell/recent-facts';
import { matchWords, wordsOf, type Runs } from './match';

/** One line of the command palette. */
export interface Entry {
  id: string;
  kind: EntryKind;
  title: string;
  /** What it is, at the line's end. */
  group: string;
  /** Its title in the other language, and other words for it. */
  words: readonly string[];
  icon?: IconName;
  /** Caps of its keys. */
  caps?: readonly string[];
  perform: () => void;
}

export interface Found extends Entry {
  score: number;
  /** Where the title has the words; empty where it was found by other words. */
  runs: Runs;
}

/** Everything that can be done or gone to from here. `at` is where a chosen analysis or segment goes. */
export function entriesFor(app: App, target: Target, at: number | null): Entry[] {
  return [
    ...actionEntries(app, target),
    ...cellEntries(target),
    ...analysisEntries(app, target, at),
    ...segmentEntries(app, target, at),
    ...templateEntries(app),
    ...notebookEntries(app),
  ];
}

function actionEntries(app: App, target: Target): Entry[] {
  return ACTIONS.filter(({ id }) => id !== 'palette')
    .filter((action) => canPerform(action, app, target))
    .map((action): Entry => {
      const [keys] = action.keys ?? [];
      return {
        id: `action/${action.id}`,
        kind: 'action',
        title: action.title(),
        group:
          action.group === 'cell' && target.cell ? target.page.titleOf(target.cell) : groupName(action.group),
        words: inBoth(
          (locale) => action.title({}, { locale }) + ' ' + (action.keywords?.({}, { locale }) ?? ''),
        ),
        ...(action.icon ? { icon: action.icon } : {}),
        ...(keys ? { caps: keyCaps(keys, isApple()) } : {}),
        perform: () => action.perform(app, target),
      };
    });
}

function cellEntries({ page }: Target): Entry[] {
  return page.cells.map((cell) => ({
    id: `cell/${cell.id}`,
    kind: 'cell',
    title: page.titleOf(cell),
    group: groupName('go'),
    words: [],
    icon: kindGlyph(cell.kind),
    perform: () => void page.goTo(cell.id),
  }));
}

function analysisEntries(app: App, { page, cell }: Target, at: number | null): Entry[] {
  return app.notebook.analyses.map((analysis) => ({
    id: `analysis/${analysis.id}`,
    kind: 'analysis',
    title: m.actions_palette_add({ title: analysis.title() }),
    group: m.actions_group_analysis(),
    words: [analysis.id.replaceAll('-', ' '), analysis.summary()],
    icon: 'plus',
    perform: () => page.addAnalysis(analysis.id, at ?? page.beside(cell, 1)),
  }));
}

function segmentEntries(app: App, { page, cell }: Target, at: number | null): Entry[] {
  return (app.notebook.document?.segments ?? []).map((segment) => ({
    id: `segment/${segment.id}`,
    kind: 'segment',
    title: m.actions_palette_add({ title: segment.name }),
    group: m.actions_group_segment(),
    words: [],
    icon: kindGlyph('segment'),
    perform: () => page.addSegment(segment.id, at ?? page.beside(cell, 1)),
  }));
}

function templateEntries({ notebook }: App): Entry[] {
  return TEMPLATES.map((template) => ({
    id: `template/${template.id}`,
    kind: 'template',
    title: m.actions_palette_new({ title: template.title() }),
    group: m.actions_group_template(),
    words: inBoth((locale) => `${template.title({}, { locale })} ${template.summary({}, { locale })}`),
    icon: 'plus',
    perform: () => void notebook.startFrom(template.id),
  }));
}

function notebookEntries({ notebook }: App): Entry[] {
  return notebook.recent
    .filter(({ id }) => id !== notebook.document?.id)
    .map((entry) => ({
      id: `notebook/${entry.id}`,
      kind: 'notebook',
      title: m.actions_palette_open({ title: entry.title || m.notebook_untitled() }),
      group: recentFacts(entry),
      words: [m.actions_group_recent()],
      icon: 'file',
      perform: () => void notebook.openRecent(entry.id),
    }));
}

const LOCALES: readonly Locale[] = ['en', 'zh-CN'];
const inBoth = (said: (locale: Locale) => string): string[] => LOCALES.map(said);

/** Kinds that are listed before anything is written; the others only answer to words. */
const AT_ONCE: readonly EntryKind[] = ['action', 'cell', 'analysis'];

/**
 * The entries that have every word, best first: by title, then by other words; what was used lately stands before its
 * equals. Without words, what was used lately and then everything in its order.
 */
export function search(
  entries: readonly Entry[],
  query: string,
  only: EntryKind | null,
  recent: readonly string[],
): Found[] {
  const words = wordsOf(query);
  const asked = entries.filter(({ kind }) =>
    only ? kind === only : words.length > 0 || AT_ONCE.includes(kind),
  );
  const found = asked.flatMap((entry): Found[] => {
    if (words.length === 0) return [{ ...entry, score: 0, runs: [] }];
    const byTitle = matchWords(words, entry.title);
    if (byTitle) return [{ ...entry, score: 10 + byTitle.score, runs: byTitle.runs }];
    const byWords = matchWords(words, [entry.title, entry.group, ...entry.words].join(' '));
    return byWords ? [{ ...entry, score: byWords.score, runs: [] }] : [];
  });
  // Half a point: enough between equals, never enough to lift a worse match over a better one of another kind.
  const lately = ({ id }: Found) => {
    const at = recent.indexOf(id);
    return at < 0 ? 0 : (0.5 * (recent.length - at)) / recent.length;
  };
  return found.sort((a, b) => b.score + lately(b) - a.score - lately(a));
}
