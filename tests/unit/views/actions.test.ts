import { describe, expect, it } from 'vitest';
import { newAnalysisCell, newDocument, newSqlCell, newTextCell } from '../../../src/document/create';
import type { Cell } from '../../../src/document/types';
import type { App } from '../../../src/state/contracts';
import { canPerform, GROUPS, type Action, type Target } from '../../../src/views/actions/action';
import { actionFor, type Where } from '../../../src/views/actions/dispatch';
import { isPressed, keyCaps, parsedKeys, shownKeys, type KeyPress } from '../../../src/views/actions/keys';
import { ACTIONS, cellMenu, groupName, notebookMenu } from '../../../src/views/actions/table';

/** What browsers keep for themselves and never hand on, or readers rely on everywhere. */
const BROWSERS_OWN = [
  ...[
    'Mod+T',
    'Mod+N',
    'Mod+W',
    'Mod+Q',
    'Mod+R',
    'Mod+L',
    'Mod+H',
    'Mod+J',
    'Mod+D',
    'Mod+U',
    'Mod+A',
    'Mod+X',
  ],
  ...['Mod+Tab', 'Mod+Shift+T', 'Mod+Shift+N', 'Mod+Shift+W', 'Mod+Shift+I', 'Mod+Shift+J', 'Mod+Shift+P'],
  ...['F1', 'F3', 'F5', 'F6', 'F7', 'F11', 'F12', 'Alt+ArrowLeft', 'Alt+ArrowRight', 'Alt+Home', 'Tab'],
  ...['Mod+1', 'Mod+9', 'Mod+0', 'Space', 'PageUp', 'PageDown', 'Home', 'End', 'ArrowUp', 'ArrowDown'],
];

function press(keys: string, change: Partial<KeyPress> = {}): KeyPress {
  const { mod, alt, shift, key } = parsedKeys(keys);
  const code = /^[A-Z]$/.test(key) ? `Key${key}` : /^\d$/.test(key) ? `Digit${key}` : key;
  const written = /^[A-Z]$/.test(key) && !shift ? key.toLowerCase() : key;
  return { key: written, code, ctrlKey: mod, metaKey: false, altKey: alt, shiftKey: shift, ...change };
}

const inCell: Where = { text: false, control: false, cell: true, notebook: true };
const inNotebook: Where = { ...inCell, cell: false };
const nowhere: Where = { ...inNotebook, notebook: false };
const inField: Where = { text: true, control: true, cell: true, notebook: true };
const inSelect: Where = { ...inField, text: false };
const heard = (keys: string, where: Where, change?: Partial<KeyPress>) =>
  actionFor(ACTIONS, press(keys, change), where, false)?.id ?? null;

describe('the table of actions', () => {
  it('names each action once, in both languages, in a group that is shown', () => {
    expect(new Set(ACTIONS.map(({ id }) => id)).size).toBe(ACTIONS.length);
    for (const { id, title, keywords, group } of ACTIONS) {
      const [en, zh] = [title({}, { locale: 'en' }), title({}, { locale: 'zh-CN' })];
      expect(en.trim(), id).not.toBe('');
      expect(zh, id).toMatch(id === 'switch-language' ? /./ : /\p{Script=Han}|SQL/u);
      expect(en, id).not.toMatch(/\p{Script=Han}/u);
      if (keywords) expect(keywords({}, { locale: 'zh-CN' }), id).toMatch(/\p{Script=Han}/u);
      expect(GROUPS, id).toContain(group);
      expect(groupName(group)).not.toBe('');
    }
  });

  it('gives no two actions the same keys, and takes none of the browser’s', () => {
    const owners = new Map<string, string[]>();
    for (const { id, keys = [] } of ACTIONS) {
      for (const combination of keys) {
        const { mod, alt, shift, key } = parsedKeys(combination);
        const name = [mod && 'Mod', alt && 'Alt', shift && 'Shift', key].filter(Boolean).join('+');
        expect(combination, `${id}: modifiers in order`).toBe(name);
        owners.set(name, [...(owners.get(name) ?? []), id]);
      }
    }
    expect([...owners].filter(([, ids]) => ids.length > 1)).toEqual([]);
    expect([...owners.keys()].filter((keys) => BROWSERS_OWN.includes(keys))).toEqual([]);
    expect(owners.size).toBeGreaterThan(25);
  });

  it('every title in the palette tells its action from the others in the same group', () => {
    for (const locale of ['en', 'zh-CN'] as const) {
      const named = ACTIONS.map(({ group, title }) => `${group}: ${title({}, { locale })}`);
      expect(named.filter((name, index) => named.indexOf(name) !== index)).toEqual([]);
    }
  });
});

describe('keys', () => {
  it('are heard by what they write, and by their place where a layout writes no Latin letters', () => {
    expect(heard('Mod+Z', nowhere)).toBe('undo');
    expect(heard('Mod+Z', nowhere, { key: 'я', code: 'KeyZ' })).toBe('undo');
    // QWERTZ: the key that writes z stands where y is elsewhere.
    expect(heard('Mod+Z', nowhere, { key: 'z', code: 'KeyY' })).toBe('undo');
    expect(heard('Mod+Z', nowhere, { key: 'y', code: 'KeyZ' })).toBe('redo');
    expect(heard('Mod+Shift+Z', nowhere, { key: 'Z' })).toBe('redo');
    // AZERTY writes digits with Shift.
    expect(heard('2', inCell, { key: 'é', code: 'Digit2' })).toBe('view-table');
    expect(heard('?', inNotebook, { key: '?', code: 'Slash', shiftKey: true })).toBe('shortcuts');
    expect(heard('?', inNotebook, { key: '?', code: 'Minus', shiftKey: true })).toBe('shortcuts');
  });

  it('take Command on Apple’s keyboards, and nothing else with it', () => {
    const command = press('Mod+K', { ctrlKey: false, metaKey: true });
    expect(isPressed('Mod+K', command, true)).toBe(true);
    expect(isPressed('Mod+K', command, false)).toBe(false);
    expect(isPressed('Mod+K', { ...command, ctrlKey: true }, true)).toBe(false);
    // AltGr is Ctrl and Alt together.
    expect(isPressed('Mod+K', press('Mod+K', { altKey: true }), false)).toBe(false);
    expect(isPressed('J', press('J', { shiftKey: true, key: 'J' }), false)).toBe(false);
  });

  it('without Mod are heard in a cell only, those that go about in the whole notebook, none in a field', () => {
    for (const keys of ['C', 'D', 'Delete', '1', 'T', 'Shift+S', 'F2', 'Alt+ArrowUp']) {
      expect(heard(keys, inCell), keys).not.toBeNull();
      for (const where of [inNotebook, nowhere, inField, inSelect])
        expect(heard(keys, where), keys).toBeNull();
    }
    for (const keys of ['J', 'K', '?']) {
      expect(heard(keys, inNotebook), keys).not.toBeNull();
      for (const where of [nowhere, inField, inSelect]) expect(heard(keys, where), keys).toBeNull();
    }
  });

  it('leave a field its own undo and Esc, and give it the rest that has Mod', () => {
    for (const keys of ['Mod+Z', 'Mod+Y', 'Mod+Shift+Z', 'Escape'])
      expect(heard(keys, inField), keys).toBeNull();
    expect(heard('Mod+Z', inSelect)).toBe('undo');
    for (const keys of ['Mod+K', 'Mod+S', 'Mod+F', 'Mod+/', 'Mod+Enter']) {
      expect(heard(keys, inField), keys).not.toBeNull();
    }
    // Clipboard and printing are the browser's to hear.
    for (const keys of ['Mod+C', 'Mod+V', 'Mod+P']) expect(heard(keys, inCell), keys).toBeNull();
  });

  it('are shown as each system writes them', () => {
    expect(shownKeys('Mod+Shift+Z', false)).toBe('Ctrl+Shift+Z');
    expect(shownKeys('Mod+Shift+Z', true)).toBe('⇧⌘Z');
    expect(keyCaps('Alt+ArrowUp', false)).toEqual(['Alt', '↑']);
    expect(keyCaps('Alt+ArrowUp', true)).toEqual(['⌥', '↑']);
    expect(keyCaps('Mod+/', false)).toEqual(['Ctrl', '/']);
    expect(() => parsedKeys('Hyper+K')).toThrow(RangeError);
  });
});

/** As much of the page as the menus ask for. */
function standIn(
  cells: Cell[],
  { hasData = true } = {},
): { app: App; target: (cell: Cell | null) => Target } {
  const document = newDocument({ title: 'Shop', cells });
  const notebook = {
    ...{ document, hasData, canUndo: false, canRedo: false, recent: [] },
    run: () => ({ status: { kind: 'idle' } }),
  };
  const app = { notebook, preferences: { locale: 'en', theme: 'system' } } as unknown as App;
  const page = { cells } as unknown as Target['page'];
  return { app, target: (cell) => ({ page, cell }) };
}

describe('what can be done', () => {
  const analysis = newAnalysisCell({ id: 'cohort-retention', version: 1 });
  const [text, sql] = [newTextCell('words'), newSqlCell('select 1')];
  const unknown: Cell = { id: 'u', kind: 'hologram' };
  const { app, target } = standIn([analysis, text, sql, unknown]);
  const possible = (cell: Cell | null) =>
    ACTIONS.filter((action: Action) => canPerform(action, app, target(cell))).map(({ id }) => id);

  it('fits the cell: views where it has them, running where it asks, names where they are kept', () => {
    expect(possible(analysis)).toEqual(
      expect.arrayContaining(['run-cell', 'view-sql', 'view-method', 'rename-cell']),
    );
    expect(possible(sql)).toEqual(expect.arrayContaining(['run-cell', 'view-plot', 'view-table']));
    for (const id of ['view-sql', 'view-method', 'reset-name']) expect(possible(sql), id).not.toContain(id);
    for (const id of ['run-cell', 'view-plot']) expect(possible(text), id).not.toContain(id);
    for (const id of ['rename-cell', 'collapse-cell', 'run-cell'])
      expect(possible(unknown), id).not.toContain(id);
    expect(possible(unknown)).toEqual(expect.arrayContaining(['remove-cell', 'duplicate-cell', 'move-up']));
    expect(possible(null).filter((id) => /-cell$|^move|^view/.test(id))).toEqual([
      'next-cell',
      'previous-cell',
    ]);
  });

  it('folds what is open and opens what is folded', () => {
    const folded = { ...text, collapsed: true };
    expect(possible(text)).toContain('collapse-cell');
    expect(possible(text)).not.toContain('expand-cell');
    expect(possible(folded)).toContain('expand-cell');
    expect(possible(folded)).not.toContain('collapse-cell');
  });

  it('stands in the cell’s menu in its order, removing last, what cannot be done now disabled', () => {
    const more = [{ label: 'Open as SQL', perform: () => undefined }];
    const labels = cellMenu(app, target(analysis), more).map(({ label, disabled }) =>
      disabled ? `(${label})` : label,
    );
    expect(labels).toEqual([
      ...['Run', 'Rename', 'Collapse', '(Move up)', 'Move down', 'Duplicate', 'Copy the cell', 'Paste cells'],
      ...['Open as SQL', 'Remove'],
    ]);
    const without = standIn([analysis], { hasData: false });
    expect(cellMenu(without.app, without.target(analysis))[0]).toMatchObject({
      label: 'Run',
      disabled: true,
    });
  });

  it('stands in the notebook’s menu, recent notebooks before closing', () => {
    const recent = [{ label: 'Last month', perform: () => undefined }];
    const items = notebookMenu(app, target(null), recent);
    expect(items.slice(-2).map(({ label }) => label)).toEqual(['Last month', 'Close the notebook']);
    expect(items.map(({ label }) => label)).toEqual(
      expect.arrayContaining([
        'Open a notebook file…',
        'Save as a file…',
        'Run all',
        'Print…',
        'Keyboard shortcuts',
      ]),
    );
    expect(items.find(({ label }) => label === 'Save as a file…')?.hint).toBe('Ctrl+S');
  });
});
