import { type Action, canPerform, type Target } from './action';
import type { App } from '../../state/contracts';
import { isApple, isPressed, type KeyPress } from './keys';

/** What stands where a key was pressed. */
export interface Where {
  /** A field that is written in: it wants letters and its own undo. */
  text: boolean;
  /** Any control that answers to letters, digits or arrows itself. */
  control: boolean;
  /** The notebook, or a cell of it. Keys without Mod work only there: a reader who speaks or slips must not set them off. */
  notebook: boolean;
  cell: boolean;
}

/** The action whose keys were pressed, where they may be heard. */
export function actionFor(
  actions: readonly Action[],
  press: KeyPress,
  where: Where,
  apple: boolean,
): Action | null {
  const pressed = actions.find(
    ({ keys = [], heardElsewhere }) =>
      !heardElsewhere && keys.some((combination) => isPressed(combination, press, apple)),
  );
  if (!pressed) return null;
  if (where.text && (pressed.fieldsKeep || press.key === 'Escape')) return null;
  if (press.ctrlKey || press.metaKey || press.key === 'Escape') return pressed;
  const isHeard = pressed.group === 'go' || pressed.group === 'page' ? where.notebook : where.cell;
  return isHeard && !where.control ? pressed : null;
}

/** Hears keys for the whole page, after everything inside it has had its turn. True where an action was performed. */
export function dispatch(
  event: KeyboardEvent,
  actions: readonly Action[],
  app: App,
  target: Target,
): boolean {
  if (event.defaultPrevented || event.isComposing || event.key === 'Process') return false;
  if (document.querySelector('dialog[open]')) return false;
  if (target.page.awaitsEditor && !event.ctrlKey && !event.metaKey) return false;
  const action = actionFor(actions, event, whereIs(targetOf(event)), isApple());
  if (!action || !canPerform(action, app, target)) return false;
  event.preventDefault();
  action.perform(app, target);
  return true;
}

/** Where the key was pressed, inside a shadow tree too: outside of it the event names the tree's host. */
export const targetOf = (event: Event): EventTarget | null => event.composedPath()[0] ?? event.target;

const NO_TEXT = ['button', 'checkbox', 'color', 'date', 'file', 'radio', 'range', 'reset', 'submit'];

/** True for fields with a text and an undo of their own. */
export function wantsText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !NO_TEXT.includes(target.type);
  return target instanceof HTMLTextAreaElement || target.isContentEditable;
}

function whereIs(target: EventTarget | null): Where {
  const element = target instanceof Element ? target : null;
  const text = wantsText(target);
  const control =
    text ||
    element?.matches('select, input:not([type=checkbox], [type=radio], [type=button])') === true ||
    element?.closest('[role=menu], [role=listbox], [role=grid], [role=slider]') != null;
  const cell = element?.closest('[data-cell]') != null;
  const notebook = element?.closest('#content') != null;
  return { text, control, cell, notebook };
}
