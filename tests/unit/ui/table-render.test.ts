import { render } from 'svelte/server';
import { afterEach, describe, expect, test } from 'vitest';
import { overwriteGetLocale } from '../../../src/messages/speak';
import DataTable from '../../../src/ui/DataTable.svelte';
import type { TableColumn } from '../../../src/ui/table/values';
import { PLAIN_VIEW, type TableView } from '../../../src/ui/table/view';

afterEach(() => overwriteGetLocale(() => 'en'));

const COLUMNS: TableColumn[] = [
  { name: 'id', label: 'Customer', align: 'left', kind: 'text', format: String },
  {
    name: 'n',
    label: 'Orders',
    align: 'right',
    kind: 'number',
    sums: true,
    format: (value) => `${value ?? '–'}.`,
  },
];
const rowsOf = (count: number) => Array.from({ length: count }, (_, at) => ({ id: `c${at}`, n: count - at }));

function drawn(count: number, view?: Partial<TableView>) {
  const props = {
    caption: 'Who',
    columns: COLUMNS,
    rows: rowsOf(count),
    locale: 'en',
    view: view && { ...PLAIN_VIEW, ...view },
  };
  const { body } = render(DataTable, { props });
  const part = (name: string) => new RegExp(`<${name}[ >].*?</${name}>`, 's').exec(body)?.[0] ?? '';
  const texts = (html: string) =>
    [...html.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row]) =>
      [...row!.matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/gs)].map(([, cell]) =>
        cell!.replaceAll(/<[^>]*>/g, '').trim(),
      ),
    );
  return { body, head: texts(part('thead')), rows: texts(part('tbody')), foot: texts(part('tfoot')) };
}

describe('the table as it is drawn', () => {
  test('a small one is a plain table without tools', () => {
    const { body, head, rows } = drawn(3);
    expect(head).toEqual([['Customer', 'Orders']]);
    expect(rows).toEqual([
      ['c0', '3.'],
      ['c1', '2.'],
      ['c2', '1.'],
    ]);
    expect(body).not.toContain('role="grid"');
    expect(body).not.toContain('Columns');
    expect(body).toContain('aria-rowcount="4"');
    expect(body.match(/data-place="[^"]*" tabindex="0"|tabindex="0" data-place/g)).toHaveLength(1);
    // Sorted, it stays as calm.
    expect(drawn(3, { sort: [{ column: 'n', descending: false }] }).body).not.toContain('Columns');
  });

  test('a view sorts, filters, hides, and adds up what is left', () => {
    const { body, head, rows, foot } = drawn(60, {
      sort: [{ column: 'n', descending: false }],
      filters: { n: '..3', id: '!c58' },
      totals: true,
      order: ['n'],
    });
    expect(head[0]).toEqual(['Orders', 'Customer']);
    expect(rows).toEqual([
      ['1.', 'c59'],
      ['3.', 'c57'],
    ]);
    expect(foot).toEqual([['4.', 'Sum of 2 rows of 60 filtered']]);
    expect(body).toContain('2 rows of 60');
    expect(body).toMatch(/<th[^>]*aria-sort="ascending"/);
    expect(drawn(60, { hidden: ['id'] }).head).toEqual([['Orders']]);
  });

  test('a long one is a grid with the rows in view, and says on paper how many there are', () => {
    const { body, rows } = drawn(5000);
    expect(body).toMatch(/<table[^>]*role="grid"/);
    expect(body).toContain('aria-rowcount="5001"');
    expect(body).toContain('Printed are the first 100 of 5,000 rows.');
    expect(rows.length).toBeLessThan(40);
    expect(rows[1]).toEqual(['c0', '5000.']);
  });

  test('a filter that says nothing is pointed at and filters nothing; one that nothing passes says so', () => {
    const unclear = drawn(60, { filters: { n: 'many' } });
    expect(unclear.rows).toHaveLength(60);
    expect(unclear.body).toContain('“many” is not understood');
    expect(unclear.body).toContain('aria-invalid="true"');
    expect(drawn(60, { filters: { n: '>999' } }).body).toContain('No row passes the filters.');
  });

  test('in Chinese', () => {
    overwriteGetLocale(() => 'zh-CN');
    const { body, foot } = drawn(60, { totals: true });
    expect(body).toContain('筛选');
    expect(foot).toEqual([['60行合计', '1830.']]);
  });

  test('markup in a value stays text', () => {
    const { body } = render(DataTable, {
      props: { caption: 'x', columns: COLUMNS, rows: [{ id: '<img src=x onerror=1>', n: 1 }], locale: 'en' },
    });
    expect(body).not.toContain('<img');
  });
});
