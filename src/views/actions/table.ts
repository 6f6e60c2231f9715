import { m } from '../../messages/speak';
import type { App } from '../../state/contracts';
import type { MenuItem } from '../../ui/menu-item';
import { type Action, canPerform, type Group, type Target } from './action';
import { ADD_ACTIONS, CELL_ACTIONS } from './cell-actions';
import { isApple, shownKeys } from './keys';
import { NOTEBOOK_ACTIONS } from './notebook-actions';

/** Everything a reader can do in an open notebook. Keys, menus, palette and the sheet of shortcuts are made of it. */
export const ACTIONS: readonly Action[] = [...NOTEBOOK_ACTIONS, ...CELL_ACTIONS, ...ADD_ACTIONS];

export function groupName(group: Group): string {
  switch (group) {
    case 'notebook':
      return m.notebook_menu();
    case 'edit':
      return m.actions_group_edit();
    case 'go':
      return m.actions_group_go();
    case 'cell':
      return m.actions_group_cell();
    case 'add':
      return m.notebook_add_cell();
    case 'page':
      return m.actions_group_page();
  }
}

/** The entries of a cell's menu. What cannot be done now is shown and disabled where it will be possible later. */
export function cellMenu(app: App, target: Target, more: readonly MenuItem[] = []): MenuItem[] {
  const entries = ACTIONS.filter(({ cellMenu: section }) => section !== undefined)
    .filter((action) => canPerform(action, app, target) || STAYS.includes(action.id))
    .sort((a, b) => (a.cellMenu ?? 0) - (b.cellMenu ?? 0));
  const last = entries.at(-1);
  const before = last && more.length > 0 ? entries.slice(0, -1) : entries;
  const own = menuItems(before, ({ cellMenu: section }) => section, app, target);
  if (before === entries || !last) return own;
  const added = more.map((item, index) => (index === 0 ? { ...item, divided: true } : item));
  return [...own, ...added, { ...menuItem(last, app, target), divided: true }];
}

/** Entries that keep their place, so that the menu does not jump under the hand. */
const STAYS = ['run-cell', 'move-up', 'move-down'];

/** The entries of the notebook's menu, divided by section; `recent` stands before the last. */
export function notebookMenu(app: App, target: Target, recent: readonly MenuItem[]): MenuItem[] {
  const entries = ACTIONS.filter(({ notebookMenu: section }) => section !== undefined).sort(
    (a, b) => (a.notebookMenu ?? 0) - (b.notebookMenu ?? 0),
  );
  const items = menuItems(entries, ({ notebookMenu: section }) => section, app, target);
  const listed = recent.map((item, index) => (index === 0 ? { ...item, divided: true } : item));
  return [...items.slice(0, -1), ...listed, ...items.slice(-1)];
}

function menuItems(
  actions: readonly Action[],
  sectionOf: (action: Action) => number | undefined,
  app: App,
  target: Target,
): MenuItem[] {
  return actions.map((action, index) => {
    const before = actions[index - 1];
    const divided = before !== undefined && sectionOf(before) !== sectionOf(action);
    return { ...menuItem(action, app, target), ...(divided ? { divided } : {}) };
  });
}

export function menuItem(action: Action, app: App, target: Target): MenuItem {
  const [keys] = action.keys ?? [];
  return {
    label: action.title(),
    perform: () => action.perform(app, target),
    disabled: !canPerform(action, app, target),
    ...(action.icon ? { icon: action.icon } : {}),
    ...(keys ? { hint: shownKeys(keys, isApple()) } : {}),
  };
}
