import { CompletionContext } from '@codemirror/autocomplete';
import { ensureSyntaxTree, LanguageSupport } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { completeSql, type EditorRelation } from '../../../../src/ui/editor/completion';
import { duckdb, endOfName } from '../../../../src/ui/editor/create';

const relation = (name: string, columns: string[]): EditorRelation => ({
  name,
  text: name,
  columns: columns.map((column) => ({
    name: column,
    text: /\W/.test(column) ? `"${column}"` : column,
    type: 'INTEGER',
  })),
});
const RELATIONS = [
  relation('orders', ['customer_id', 'amount']),
  relation('order_lines', ['customer_id', 'product_id']),
  relation('复购', ['次 数']),
];

/** What is offered at the bar, by label. */
function offered(marked: string, explicit = false): string[] | null {
  const pos = marked.indexOf('|');
  const doc = marked.replace('|', '');
  const state = EditorState.create({ doc, extensions: new LanguageSupport(duckdb.language) });
  ensureSyntaxTree(state, doc.length, 1000);
  const result = completeSql(new CompletionContext(state, pos, explicit), RELATIONS);
  return result && result.options.map(({ label }) => label);
}

describe('completion', () => {
  it('offers relations where one must stand, the statement’s own first', () => {
    expect(offered('select * from |')).toEqual(['orders', 'order_lines', '复购']);
    expect(offered('with best as (select 1), two(x) as (select 2) select * from o|')).toEqual([
      ...['best', 'two', 'orders', 'order_lines', '复购'],
    ]);
    expect(offered('from orders join o|')).toContain('order_lines');
  });

  it('offers the columns of a relation or an alias behind its dot, and of nothing else', () => {
    expect(offered('select orders.| from orders')).toEqual(['customer_id', 'amount']);
    expect(offered('select l.p| from orders as o join order_lines l using (customer_id)')).toEqual([
      ...['customer_id', 'product_id'],
    ]);
    expect(offered('select O.| from orders o')).toEqual(['customer_id', 'amount']);
    expect(offered('from l: order_lines select l.|')).toEqual(['customer_id', 'product_id']);
    expect(offered('select 复购.| from 复购')).toEqual(['次 数']);
    expect(offered('select zz.| from orders')).toBe(null);
  });

  it('elsewhere offers columns of what is read, then functions and keywords', () => {
    const labels = offered('select am| from orders')!;
    expect(labels.slice(0, 2)).toEqual(['customer_id', 'amount']);
    expect(labels).not.toContain('product_id');
    expect(labels).toEqual(expect.arrayContaining(['date_trunc', 'row_number', 'select', 'varchar', '复购']));
  });

  it('says nothing in quotes, in comments and where nothing was typed', () => {
    for (const text of ["select 'a| b'", 'select "a|', '-- from o|', '/* from | */', 'select 1 |'])
      expect([text, offered(text)]).toEqual([text, null]);
    expect(offered('select 1 |', true)).toContain('from');
  });
});

it('a mark of an error covers the name, quoted or not', () => {
  expect(['nope + 1', '"a ""b"" c" x', '中文,', ')'].map(endOfName)).toEqual([4, 11, 2, 1]);
});
