import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** The colours of `SqlView`. Tokens pass into the shadow tree and change with the theme by themselves. */
const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.bool, tags.null], color: 'var(--accent)' },
  { tag: tags.string, color: 'var(--ok)' },
  { tag: tags.number, color: 'var(--warn)' },
  { tag: tags.comment, color: 'var(--ink-3)' },
]);

const look = EditorView.theme({
  '&': {
    color: 'var(--ink)',
    backgroundColor: 'var(--surface)',
    border: '1px solid var(--edge)',
    borderRadius: 'var(--radius-2)',
    fontSize: '0.78125rem',
  },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '1px' },
  '.cm-scroller': {
    fontFamily: 'var(--font-mono)',
    lineHeight: '1.375rem',
    maxHeight: '34rem',
    overflow: 'auto',
  },
  '.cm-content': { padding: 'var(--space-2) 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 var(--space-3) 0 var(--space-2)' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--ink-3)', border: '0' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '4ch', padding: '0 1ch 0 0' },
  '.cm-content ::selection, &.cm-focused .cm-content ::selection': {
    backgroundColor: 'var(--accent-wash)',
    color: 'var(--ink)',
  },
  '&.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--accent-wash)',
    outline: '1px solid var(--edge)',
  },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'var(--danger-wash)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--danger) 1px',
    textUnderlineOffset: '3px',
  },
  '.cm-tooltip, .cm-panels': {
    backgroundColor: 'var(--surface)',
    color: 'var(--ink)',
    border: '1px solid var(--rule)',
    borderRadius: 'var(--radius-2)',
    boxShadow: 'var(--shadow-menu)',
    fontFamily: 'var(--font-sans)',
    fontSize: 'var(--text-sm)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    fontFamily: 'var(--font-mono)',
    fontSize: '0.78125rem',
    maxHeight: '15rem',
    maxWidth: 'min(40rem, 90vw)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
    minHeight: '24px',
    padding: '2px var(--space-2)',
    lineHeight: '20px',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--accent-wash)',
    color: 'var(--ink)',
    outline: '1px solid var(--accent)',
    outlineOffset: '-1px',
  },
  '.cm-completionDetail': { color: 'var(--ink-3)', fontStyle: 'normal' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: 'var(--weight-strong)' },
  '.cm-completionInfo': { padding: 'var(--space-2)', maxWidth: '22rem' },
  '.cm-tooltip-lint, .cm-tooltip-hover': { maxWidth: 'min(40rem, calc(100vw - 2rem))' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--danger)', padding: 'var(--space-2)' },
  '.cm-diagnosticAction': {
    minHeight: '24px',
    padding: '2px var(--space-2)',
    border: '1px solid var(--edge)',
    borderRadius: 'var(--radius-2)',
    backgroundColor: 'var(--surface)',
    color: 'var(--accent)',
    font: 'inherit',
    cursor: 'pointer',
  },
  '.cm-panel.cm-panel-lint button[name=close]': { minWidth: '24px', minHeight: '24px', color: 'inherit' },
});

export const theme = [look, syntaxHighlighting(colours)];
