import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { opened } from './opened';

const days = Array.from({ length: 9 }, (_, index) => `2026-01-0${index + 1}`);
const rows = days.map((day, index) => [
  `C${index % 4}`,
  day,
  `${10 + index}.50`,
  ['tea', 'cup', 'pot'][index % 3]!,
]);
const header = ['customer', 'date', 'amount', 'item'];
const csv = (table: readonly (readonly string[])[]): string =>
  table.map((row) => `${row.join(',')}\n`).join('');
const table = csv([header, ...rows]);

const quoted = 'C9,2026-01-10,5.00,"green, tea"\n'.repeat(3);

describe('layout', () => {
  const cases: [string, string, { columns?: string[]; rows?: string[][]; skip?: number; aside?: [string, number][] }][] = [
    ['nothing special', table, {}],
    ['a title', `Sales of January\n${table}`, { skip: 1 }],
    ['a title and a blank line', `Sales of January\n\n${table}`, { skip: 1 }],
    ['a title padded with delimiters', `Sales of January,,,\n,,,\n${table}`, { skip: 1 }],
    ['lines of names and values', `Shop,Teahouse\nFrom,2026-01-01\nTo,2026-01-31\n\n${table}`, { skip: 3 }],
    ['padded names and values', `Shop,Teahouse,,\nFrom,2026-01-01,,\n${table}`, { skip: 2 }],
    ['a title above rows without names', `Sales of January\n${csv(rows)}`, { skip: 1, columns: ['column_1', 'column_2', 'column_3', 'column_4'] }],
    ['names on two rows', `customer,date,amount,item\nid,ordered,EUR,name\n${csv(rows)}`, { columns: ['customer id', 'date ordered', 'amount EUR', 'item name'] }],
    ['headings over groups', `Customer,,Order,\nid,date,amount,item\n${csv(rows)}`, { columns: ['Customer id', 'Customer date', 'Order amount', 'Order item'] }],
    ['a first row without day and amount', csv([header, ['C1', 'soon', 'much', 'pot'], ...rows]), { rows: [['C1', 'soon', 'much', 'pot'], ...rows] }],
    ...[
      ['Sales report,All shops,Year 2024,', 'order,date,amount,Online', 'Online'],
      ['门店销售报表,全部门店,导出人张三,', '订单号,下单时间,金额,门店', '门店'],
      ['Shop,Tea house,,', 'order,date,amount,Cash', 'Cash'],
    ].map(([title, names, value]): (typeof cases)[number] => {
      const said = rows.map((row) => [...row.slice(0, 3), value!]);
      return [`a title above names of which a row says one: ${value}`, `${title}\n${names}\n${csv(said)}`, { skip: 1, columns: names!.split(','), rows: said }];
    }),
    ['names repeated further down', csv([header, ...rows.slice(0, 4), header, ...rows.slice(4)]), { aside: [['repeated_header', 6]] }],
    ['a title and names repeated', `January\n${csv([header, ...rows.slice(0, 4)])}\nFebruary\n${csv([header, ...rows.slice(4)])}`, { skip: 1, aside: [['repeated_header', 8], ['repeated_header', 9]] }],
    ['another table below', `${table}\nproduct,stock\ntea,5\ncup,6\n`, { aside: [['other_table', 12], ['other_table', 13], ['other_table', 14]] }],
    ['another table below its title', `${table}\nStock\nproduct,stock\ntea,5\n`, { aside: [['other_table', 12], ['other_table', 13], ['other_table', 14]] }],
    ['a total', `${table}Total,,126.50,\n`, { aside: [['total_line', 11]] }],
    ['a total in Chinese', `${table}合计,,126.50,\n`, { aside: [['total_line', 11]] }],
    ['a total with a count', `${table}总计（9笔）,,126.50,\n`, { aside: [['total_line', 11]] }],
    ['a total in German, behind blanks', `${table},,Summe: 126.50,\n`, { aside: [['total_line', 11]] }],
    ['totals in between', csv([header, ...rows.slice(0, 3), ['小计', '', '34.5', ''], ...rows.slice(3), ['合计', '', '1', '']]), { aside: [['total_line', 5], ['total_line', 12]] }],
    ['footnotes', `${table}\n* without tax\nexported 2026-02-01\n`, { aside: [['total_line', 12], ['total_line', 13]] }],
    ['a customer named Total', csv([header, ...rows, ['Total', '2026-01-10', '3.00', 'tea']]), { rows: [...rows, ['Total', '2026-01-10', '3.00', 'tea']] }],
    ['a remark in the middle', csv([header, ...rows.slice(0, 3), ['stocktaking'], ...rows.slice(3)]), { rows: [...rows.slice(0, 3), ['stocktaking', '', '', ''], ...rows.slice(3)] }],
    ['blank lines', csv([header, ...rows]).replaceAll('\n', '\n\n'), {}],
    ['lines of delimiters only', csv([header, ...rows.slice(0, 2), ['', '', '', ''], ...rows.slice(2)]), {}],
    ['a byte order mark', `\ufeff${table}`, {}],
    ['CR', table.replaceAll('\n', '\r'), {}],
    ['mixed line ends', `${csv([header, ...rows.slice(0, 3)]).replaceAll('\n', '\r\n')}${csv(rows.slice(3))}`, {}],
    ['NUL bytes', table.replace('cup', 'c\0up\0'), {}],
    ['a row too short', `${table}C9,2026-01-10,5.00\n`, { rows: [...rows, ['C9', '2026-01-10', '5.00', '']] }],
    ['a row too long', `${table}C9,2026-01-10,5.00,tea,green\n`, { rows: [...rows, ['C9', '2026-01-10', '5.00', 'tea', 'green']] }],
    ['a row by semicolons', `${table}C9;2026-01-10;5.00;tea\n`, { rows: [...rows, ['C9', '2026-01-10', '5.00', 'tea']] }],
    ['repeated and blank names', `id,date,date,\n${csv(rows)}`, { columns: ['id', 'date', 'date_2', 'column_4'] }],
    ['fewer names than fields', `customer,date,amount\n${csv(rows)}`, { columns: ['customer', 'date', 'amount', 'column_4'] }],
    ['names alone', csv([header]), { rows: [] }],
    ['one row', csv([header, ...rows.slice(0, 1)]), { rows: rows.slice(0, 1) }],
    ['quoted line breaks', `${table}C9,2026-01-10,5.00,"tea\n, green\n"\nC8,2026-01-11,6.00,cup\n`, { rows: [...rows, ['C9', '2026-01-10', '5.00', 'tea\n, green\n'], ['C8', '2026-01-11', '6.00', 'cup']] }],
    ['an unclosed quote', `${csv([header, ...rows.slice(0, 2)])}C9,2026-01-10,5.00,"tea\n${csv(rows.slice(2))}`, { rows: [...rows.slice(0, 2), ['C9', '2026-01-10', '5.00', '"tea'], ...rows.slice(2)] }],
    ['columns by comma and blank', [header, ...rows].map((row) => `${row.join(', ')}\n`).join(''), {}],
    ['columns by one blank', [header, ...rows].map((row) => `${row.join(' ')}\n`).join(''), {}],
    ['the separator said in the first line', `sep=;\n${table.replaceAll(',', ';')}`, { skip: 1 }],
    ['columns lined up, with single spaces inside', [header, ...rows.map((row, n) => [...row.slice(0, 3), ['big red pot', 'tea', 'two cups'][n % 3]!])].map((row) => `${row.map((cell) => cell.padEnd(14)).join('')}\n`).join(''), { rows: rows.map((row, n) => [...row.slice(0, 3), ['big red pot', 'tea', 'two cups'][n % 3]!]) }],
    ['columns lined up', [header, ...rows].map((row) => ` ${row.map((cell) => cell.padStart(12)).join('')}\r\n`).join(''), {}],
  ]; // prettier-ignore

  it.each(cases)('%s', async (_, text, expected) => {
    const found = await opened(text);
    expect(found.columns).toEqual(expected.columns ?? header);
    expect(found.rows).toEqual(expected.rows ?? rows);
    expect(found.table.read.skip).toBe(expected.skip ?? 0);
    expect(found.setAside.map(({ reason, line }) => [reason, line])).toEqual(expected.aside ?? []);
    const lines = text.split(/\r\n|\n|\r/);
    for (const { line, text: said } of found.setAside) expect(said).toBe(lines[line - 1]);
  });

  /** Lines above the names, each as it stands in the file; tables of four columns and of three. */
  const titles: [string, string[]][] = [
    ['as many words as columns', ['Export of a shop']],
    ['three words', ['Orders of Berlin']],
    ['words that are names too', ['Total sales by store']],
    ['two lines', ['Export of a shop', 'January to March only']],
    ['three lines', ['Teahouse', 'Export of a shop', 'all amounts in EUR']],
    ['with a comma', ['Teahouse, Berlin']],
    ['with two commas', ['Orders, returns, and fees']],
    ['with three commas', ['Orders, returns, postage, and fees']],
    ['with quoted commas', ['"Orders, returns, postage, and fees"']],
    ['in two languages', ['订单导出 Order export', '门店：静安店, 徐汇店']],
    ['in Chinese, by columns’ number of words', ['订单 导出 一 月']],
    ['with a range of days', ['Export of a shop', '2026-01-01 to 2026-01-31']],
    ['with a range of days and commas', ['Teahouse, Berlin, 2026-01-01 - 2026-01-31']],
    ['with a range of days in Chinese', ['订单报表', '统计时间：2026-01-01 至 2026-01-31']],
    ['with names and values', ['Shop: Teahouse', 'From: 2026-01-01', 'To: 2026-01-31']],
    ['with semicolons', ['Teahouse; Berlin; all; orders']],
    ['with bars', ['Teahouse | Orders | January | 2026']],
    ['with blank lines between', ['Export of a shop', '', 'made by hand on Monday', '']],
    ['padded', ['Export of a shop,,,', ',,,']],
  ];
  it.each(titles)('titles above: %s', async (_, lines) => {
    const skip = lines.filter((line) => line.replaceAll(',', '') !== '').length;
    const narrow = [header, ...rows].map((row) => row.slice(0, 3));
    for (const cells of [[header, ...rows], narrow]) {
      for (const newline of ['\n', '\r\n']) {
        const text = [...lines, ...cells.map((row) => row.join(','))].join(newline);
        const found = await opened(text);
        expect(found.columns).toEqual(cells[0]);
        expect(found.rows).toEqual(cells.slice(1));
        expect(found.table.read).toMatchObject({ skip, headerRows: 1 });
        expect(found.setAside).toEqual([]);
      }
    }
  });

  it('a title above rows without names is no names', async () => {
    for (const title of ['Export of a shop', 'Orders of Berlin', 'Teahouse, Berlin']) {
      const found = await opened(`${title}\n${csv(rows)}`);
      expect(found.rows).toEqual(rows);
      expect(found.table.read).toMatchObject({ skip: 1, headerRows: 0 });
    }
  });

  it('ragged rows stay rows, each with the fields it has', async () => {
    const found = await opened('id,x\n1,2,3\n4\n5,6\n7,8\n');
    expect(found.columns.slice(0, 2)).toEqual(['id', 'x']);
    expect(found.rows.map((row) => row.filter((cell) => cell !== ''))).toEqual([['1', '2', '3'], ['4'], ['5', '6'], ['7', '8']]); // prettier-ignore
  });

  it('one bad value 25,000 rows down changes nothing about the others', async () => {
    const body = Array.from({ length: 25_010 }, (_, n) => `C${n % 90},2026-01-0${1 + (n % 9)},${n === 25_001 ? 'n/a' : n},tea`); // prettier-ignore
    const found = await opened(`${header.join(',')}\n${body.join('\n')}\n`);
    expect([found.rows.length, found.setAside, found.rows[25_001]![2]]).toEqual([25_010, [], 'n/a']);
  });

  it('a first row that lacks what others have is no second row of names', async () => {
    const row = fc.tuple(
      fc.constantFrom('a', 'b', '', 'c'),
      fc.nat(20).map(String),
      fc.constantFrom('2024-01-05', '2024-02-29', 'soon', '2024-12-31'),
      fc.constantFrom('1.5', '0', '-3', 'x', '12'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 6 }), async (some) => {
        const names = ['who', 'number', 'day', 'paid'];
        const found = await opened(csv([names, ...some]));
        expect(found.columns).toEqual(names);
        expect(found.rows).toEqual(some);
      }),
      { numRuns: 500 },
    );
  });

  it.each([';', '\t', '|', ' '])(
    'names written with %j above rows with commas are names all the same',
    async (mark) => {
      const found = await opened(`${header.join(mark)}\n${csv(rows)}`);
      expect(found.columns).toEqual(header);
      expect(found.rows).toEqual(rows);
    },
  );

  it('refuses what is no table', async () => {
    for (const text of [
      '',
      '\n\n',
      'Dear all,\nplease find the orders attached.\nYours\n',
      'customer\n1\n2\n3\n',
      'a b c\nd e\nf g h i\n',
    ])
      await expect(opened(text)).rejects.toMatchObject({
        reason: { key: expect.stringMatching(/^intake_refused_(empty|one_column)$/) as string },
      });
  });

  it('keeps what a person chose', async () => {
    expect((await opened(table, { header: false })).rows[0]).toEqual(header);
    expect((await opened(`Sales\n${table}`, { skip: 2, header: false })).rows).toEqual(rows);
    expect((await opened(`Sales,,,\nby week,,,\n${table}`, { skip: 0, headerRows: 1 })).columns[0]).toBe(
      'Sales',
    );
    await expect(opened(table, { delimiter: ';' })).rejects.toMatchObject({
      reason: { key: 'intake_refused_one_column' },
    });
  });

  it('tells what it mended', async () => {
    const notes = async (text: string) => (await opened(text)).table.notes;
    expect(await notes(table)).toEqual([]);
    expect(await notes(`${table}C9;2026-01-10;5.00;tea\n`)).toEqual([
      { key: 'layout_note_other_delimiter', values: { count: 1, n: 1 } },
    ]);
    expect(await notes(table.replace('cup', 'c\0up\0'))).toEqual([
      { key: 'layout_note_zero_bytes', values: { count: 2, n: 2 } },
    ]);
    expect(await notes(`${table}C9,2026-01-10,5.00,"tea\n${csv(rows)}${quoted}`)).toMatchObject([
      { key: 'layout_note_quotes', values: { n: 1 } },
    ]);
    expect(await notes(csv([header, ...rows.slice(0, 2), ['', '', '', ''], ...rows.slice(2)]))).toEqual([
      { key: 'layout_note_blank_rows', values: { count: 1, n: 1 } },
    ]);
  });
});

describe('what is passed through', () => {
  const isPlain = async (text: string) => !(await opened(text)).table.engine.numbered;
  it('is what the engine reads as it stands', async () => {
    for (const text of [
      table,
      `\ufeff${table}`,
      table.replaceAll('\n', '\r\n'),
      table.replaceAll(',', ';'),
      csv(rows),
      `${table}C9,2026-01-10,5.00,"green, tea"\n`,
    ])
      expect(await isPlain(text)).toBe(true);
  });
  it('is nothing else', async () => {
    for (const text of [
      `Sales\n${table}`,
      table.replaceAll('\n', '\r'),
      `${table}Total,,1.00,\n`,
      `${table}C9;2026-01-10;5.00;tea\n`,
      table.replaceAll(',', ', '),
      `${table}C9,2026-01-10,5.00,"tea\n${quoted}`,
      table.replace('cup', 'c\0up'),
    ])
      expect(await isPlain(text)).toBe(false);
  });
  it('says on which lines rows start', async () => {
    expect((await opened(table)).table.lines.slice(0, 2)).toEqual([2, 3]);
    const rewritten = await opened(`Sales\n\n${table}C9,2026-01-10,5.00,"a\nb"\nC9,2026-01-10,5.00,c\n`);
    const first = (await rewritten.table.text.text()).split('\n');
    expect(first[0]).toBe('4,C0,2026-01-01,10.50,tea');
    expect(first.at(-2)).toBe('15,C9,2026-01-10,5.00,c');
  });
});

const data = '../shared/data';
describe.skipIf(!existsSync(data))('real files', () => {
  const file = (path: string): Buffer => readFileSync(`${data}/${path}`);

  it('CDNOW as it is', async () => {
    const master = await opened(file('cdnow/CDNOW_master.txt'));
    expect(master.columns).toEqual(['customer_id', 'date', 'number_of_cds', 'dollar_value']);
    expect(master.rows).toHaveLength(69_659);
    expect(master.rows[0]).toEqual(['00001', '19970101', '1', '11.77']);
    const sum = master.rows.reduce((total, row) => total + Math.round(Number(row[3]) * 100), 0);
    expect(sum).toBe(250_031_563);
    const sample = await opened(file('cdnow/CDNOW_sample.txt'));
    expect(sample.columns).toEqual(['column_1', 'column_2', 'column_3', 'column_4', 'column_5']);
    expect(sample.rows).toHaveLength(6919);
  });

  it('Online Retail is passed through, and the same in other encodings', async () => {
    const bytes = file('online_retail/online_retail.csv');
    const plain = await opened(bytes);
    expect(plain.table.engine).toEqual({
      delimiter: ',',
      quote: '"',
      escape: '"',
      header: true,
      numbered: false,
    });
    expect(plain.rows).toHaveLength(541_909);
    // A tenth of it suffices to compare field by field.
    const part = bytes.subarray(0, bytes.lastIndexOf(10, 5_000_000) + 1).toString('utf8');
    const { rows: clean } = await opened(part);
    const wide = await opened(Buffer.from(`\ufeff${part}`, 'utf16le'));
    expect(wide.rows).toEqual(clean);
    const semicolons = [wide.columns, ...clean]
      .map((row) =>
        row.map((cell) => (/[;"\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(';'),
      )
      .join('\r\n');
    const western = await opened(Buffer.from(semicolons, 'latin1'));
    expect(western.table.read).toMatchObject({ encoding: 'windows-1252', delimiter: ';' });
    expect(western.rows).toEqual(clean);
  });
});

if (!existsSync(data)) console.warn('Skipped: real files, for ../shared/data is not there');
