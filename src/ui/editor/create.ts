import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { SQLDialect } from '@codemirror/lang-sql';
import { bracketMatching, indentOnInput, indentUnit, LanguageSupport } from '@codemirror/language';
import { lintKeymap, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { Annotation, Compartment, EditorState, Prec, Transaction, type Extension } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { completeSql, type EditorRelation } from './completion';
import { theme } from './theme';
import { FUNCTIONS, KEYWORDS, TYPES } from './words';

export const duckdb = SQLDialect.define({
  keywords: KEYWORDS.join(' '),
  types: TYPES.join(' '),
  builtin: FUNCTIONS.map(({ name }) => name).join(' '),
  doubleDollarQuotedStrings: true,
  caseInsensitiveIdentifiers: true,
  operatorChars: '*+-%<>!=&|~^/:',
  specialVar: '?$',
});

/** What the engine had against the text. Offsets are UTF-16 units. */
export interface EditorError {
  from: number;
  message: string;
  /** Names that the engine found near the one it did not find. */
  candidates: readonly string[];
}

/** The words around the text; CodeMirror says none of its own that are not here. */
export interface EditorWords {
  label: string;
  /** How to run, complete and leave, read with the name. */
  description: string;
  phrases: Record<string, string>;
  /** The name of the action that puts a candidate in the place of what was not found. */
  replaceBy: (candidate: string) => string;
}

export interface EditorOptions {
  parent: ShadowRoot;
  text: string;
  /** Id of the element inside `parent` that holds the description. */
  describedBy: string;
  words: EditorWords;
  /** Asked at each completion, so that it is never behind. */
  relations: () => readonly EditorRelation[];
  onchange: (text: string) => void;
  onrun: () => void;
}

/** A change that came from outside: it is not told back. */
const fromOutside = Annotation.define<true>();

/** A CodeMirror of one SQL text. */
export class SqlTextEditor {
  private readonly view: EditorView;
  private readonly spoken = new Compartment();
  private readonly writable = new Compartment();
  private words: EditorWords;

  constructor(private readonly options: EditorOptions) {
    this.words = options.words;
    const state = EditorState.create({
      doc: options.text,
      extensions: [
        this.spoken.of(this.spokenAs(options.words)),
        this.writable.of([]),
        this.behaviour(),
        theme,
      ],
    });
    // Inside a shadow tree CodeMirror's style sheets are adopted; in the page they would be <style> elements, which the
    // page's policy refuses.
    this.view = new EditorView({ state, parent: options.parent, root: options.parent });
  }

  private behaviour(): Extension {
    const { relations, onchange, onrun } = this.options;
    const run = () => {
      onrun();
      return true;
    };
    return [
      Prec.highest(keymap.of([{ key: 'Mod-Enter', run }])),
      // Tab accepts what is offered and otherwise leaves the editor, as everywhere on the page; Mod-] indents.
      keymap.of([{ key: 'Tab', run: acceptCompletion }]),
      keymap.of([
        ...closeBracketsKeymap,
        ...defaultKeymap,
        ...historyKeymap,
        ...completionKeymap,
        ...lintKeymap,
      ]),
      lineNumbers(),
      history(),
      indentUnit.of('  '),
      EditorState.tabSize.of(2),
      indentOnInput(),
      bracketMatching(),
      closeBrackets(),
      new LanguageSupport(duckdb.language),
      autocompletion({ override: [(context) => completeSql(context, relations())], maxRenderedOptions: 60 }),
      EditorView.lineWrapping,
      EditorView.domEventHandlers({ beforeinput: typeOver }),
      EditorView.updateListener.of((update) => {
        const isOwn = update.transactions.some(
          (transaction) => transaction.docChanged && !transaction.annotation(fromOutside),
        );
        if (isOwn) onchange(update.state.doc.toString());
      }),
    ];
  }

  private spokenAs({ label, phrases }: EditorWords): Extension {
    return [
      EditorState.phrases.of(phrases),
      EditorView.contentAttributes.of({
        'aria-label': label,
        'aria-describedby': this.options.describedBy,
        autocapitalize: 'off',
        autocorrect: 'off',
        spellcheck: 'false',
        // It has the keys without it; that a text which scrolls can be reached is only known to others by it.
        tabindex: '0',
      }),
    ];
  }

  speak(words: EditorWords): void {
    this.words = words;
    this.view.dispatch({ effects: this.spoken.reconfigure(this.spokenAs(words)) });
  }

  setReadOnly(readOnly: boolean): void {
    this.view.dispatch({ effects: this.writable.reconfigure(EditorState.readOnly.of(readOnly)) });
  }

  /** Takes over a text that was changed elsewhere (undo of the notebook); the caret stays as near as it can. */
  setText(text: string): void {
    const old = this.view.state.doc.toString();
    if (old === text) return;
    let start = 0;
    while (start < old.length && start < text.length && old[start] === text[start]) start += 1;
    let end = 0;
    while (end < Math.min(old.length, text.length) - start && old.at(-1 - end) === text.at(-1 - end))
      end += 1;
    this.view.dispatch({
      changes: { from: start, to: old.length - end, insert: text.slice(start, text.length - end) },
      annotations: [fromOutside.of(true), Transaction.addToHistory.of(false)],
    });
  }

  setError(error: EditorError | null): void {
    const diagnostics = error ? [this.diagnostic(error)] : [];
    this.view.dispatch(setDiagnostics(this.view.state, diagnostics));
  }

  private diagnostic({ from: asked, message, candidates }: EditorError): Diagnostic {
    const { state } = this.view;
    const from = Math.min(asked, state.doc.length);
    const to = Math.min(state.doc.length, Math.max(endOfName(state.sliceDoc(from)) + from, from + 1));
    return {
      from,
      to,
      severity: 'error',
      message,
      actions: candidates.map((candidate) => ({
        name: this.words.replaceBy(candidate),
        apply: (_view, start, end) => this.replace(start, end, candidate),
      })),
    };
  }

  /** In the place of the selection, with a space where two words would touch. */
  insert(text: string): void {
    const { from, to } = this.view.state.selection.main;
    const before = this.view.state.sliceDoc(Math.max(0, from - 1), from);
    this.replace(from, to, /[\p{L}\p{N}_"')]/u.test(before) ? ` ${text}` : text);
    this.focus();
  }

  replace(from: number, to: number, text: string): void {
    this.view.dispatch({
      changes: { from, to, insert: text },
      selection: { anchor: from + text.length },
      scrollIntoView: true,
      userEvent: 'input',
    });
  }

  /** Puts the caret to an offset. */
  moveTo(offset: number): void {
    const anchor = Math.max(0, Math.min(offset, this.view.state.doc.length));
    this.view.dispatch({ selection: { anchor }, scrollIntoView: true });
    this.focus();
  }

  focus(): void {
    this.view.focus();
  }

  destroy(): void {
    this.view.destroy();
  }
}

/**
 * Types over what is selected in the browser's place: where that had colours, it would keep them by a style attribute,
 * which the page's policy refuses with an error.
 */
function typeOver(event: InputEvent, view: EditorView): boolean {
  const { state } = view;
  const { from, to, empty } = state.selection.main;
  const { data } = event;
  if (event.inputType !== 'insertText' || data === null || empty || view.composing || state.readOnly)
    return false;
  event.preventDefault();
  const typed = () =>
    state.update(state.replaceSelection(data), { userEvent: 'input.type', scrollIntoView: true });
  const isTaken = state.facet(EditorView.inputHandler).some((take) => take(view, from, to, data, typed));
  if (!isTaken) view.dispatch(typed());
  return true;
}

/** How far the name, quoted or not, or the word goes that a text begins with. */
export function endOfName(text: string): number {
  return /^(?:"(?:[^"]|"")*"?|[\p{L}\p{N}_$]+)/u.exec(text)?.[0].length ?? 1;
}
