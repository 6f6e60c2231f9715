import type { Cell } from '../../document/types';
import type { Locale } from '../../messages/speak';
import type { App } from '../../state/contracts';
import type { IconName } from '../../ui/glyphs';
import type { NotebookPage } from './page.svelte';

/** A message without inputs, which can be said in either language. */
export type Said = (inputs?: Record<string, never>, options?: { locale?: Locale }) => string;

/** In the order in which they are shown. */
export const GROUPS = ['notebook', 'edit', 'go', 'cell', 'add', 'page'] as const;
export type Group = (typeof GROUPS)[number];

/** What an action is about. */
export interface Target {
  page: NotebookPage;
  /** The cell that has focus, or whose menu it is; null where none is meant. */
  cell: Cell | null;
}

/** Something a reader can do: one entry behind its keys, the menus, the command palette and the sheet of shortcuts. */
export interface Action {
  readonly id: string;
  readonly group: Group;
  readonly title: Said;
  /** Other words for it, divided by spaces. */
  readonly keywords?: Said;
  /** `Mod+Shift+Z`; the first is the one that is shown. */
  readonly keys?: readonly string[];
  readonly icon?: IconName;
  /** A field that is written in keeps these keys for itself: its own undo. */
  readonly fieldsKeep?: true;
  /** The browser or the page's clipboard events hear these keys; they are only shown. */
  readonly heardElsewhere?: true;
  /** It is about a cell, and stands in each cell's menu. Sections are divided by a line. */
  readonly cellMenu?: number;
  /** It stands in the notebook's menu. */
  readonly notebookMenu?: number;
  /** Always, where it is absent. */
  readonly when?: (app: App, target: Target) => boolean;
  readonly perform: (app: App, target: Target) => void;
}

export function canPerform(action: Action, app: App, target: Target): boolean {
  return action.when?.(app, target) ?? true;
}
