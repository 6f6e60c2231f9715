import { describe, expect, it } from 'vitest';
import {
  inline,
  number,
  openFiles,
  fileOf,
  refusalOf,
  row,
  tableOf,
  workbook,
  workbookParts,
  zipped,
} from './packages';

const HEADER = row(1, inline('A1', 'Order ID'), inline('B1', 'Customer'), inline('C1', 'Value'));
const line = (at: number, cell: string) =>
  row(at, number(`A${at}`, `${1000 + at}`), inline(`B${at}`, 'ann'), cell);

/** What one cell in column C reads as. */
async function read(cell: string, given: Parameters<typeof workbook>[1] = {}): Promise<string> {
  const rows = await tableOf(
    workbook([{ name: 'Orders', data: HEADER + line(2, cell) + line(3, inline('C3', 'x')) }], given),
    'a.xlsx',
  );
  return rows[1]![2]!;
}

describe('cells of a workbook', () => {
  it.each([
    ['a whole number', '17850', '17850'],
    ['a whole number written as a decimal', '17850.0', '17850'],
    ['noise behind fifteen digits', '2.5499999999999998', '2.55'],
    ['the sum of 0.1 and 0.2', '0.30000000000000004', '0.3'],
    ['an exponent', '1.38E+10', '13800000000'],
    ['a small exponent', '1.0000000000000001E-3', '0.001'],
    ['a very small one', '5E-7', '0.0000005'],
    ['a negative one', '-1.5E-7', '-0.00000015'],
    ['beyond a double’s digits', '1.23456789012345E+19', '12345678901234500000'],
    ['a zero', '0', '0'],
  ])('%s', async (_, stored, text) => {
    expect(await read(number('C2', stored))).toBe(text);
  });

  // Serials from Excel's own documentation of DATEVALUE and the 1904 system.
  it.each([
    ['a day', 'yyyy-mm-dd', '40886', '2011-12-09'],
    ['a moment', 'yyyy-mm-dd hh:mm:ss', '40886.534722222219', '2011-12-09 12:50:00'],
    ['a moment at midnight keeps its time', 'm/d/yy h:mm', '40886', '2011-12-09 00:00:00'],
    ['a time that the format hides is kept', 'dd/mm/yyyy', '40886.5', '2011-12-09 12:00:00'],
    ['Chinese', '[$-804]yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@', '39448', '2008-01-01'],
    ['morning and afternoon', '上午/下午h&quot;时&quot;mm&quot;分&quot;', '0.75', '18:00:00'],
    ['a time', 'h:mm AM/PM', '0.5', '12:00:00'],
    ['hours beyond a day', '[h]:mm:ss', '1.5', '36:00:00'],
    ['just below a second', 'yyyy-mm-dd hh:mm:ss', '40513.351388888885', '2010-12-01 08:26:00'],
    ['the day that never was', 'yyyy-mm-dd', '60', '1900-02-29'],
    ['the day before it', 'yyyy-mm-dd', '59', '1900-02-28'],
    ['the day after it', 'yyyy-mm-dd', '61', '1900-03-01'],
    ['the first day', 'yyyy-mm-dd', '1', '1900-01-01'],
    ['the last day', 'yyyy-mm-dd', '2958465', '9999-12-31'],
    ['behind the last day', 'yyyy-mm-dd', '2958466', '2958466'],
    ['a negative serial', 'yyyy-mm-dd', '-1', '-1'],
    ['a month alone', 'mmm-yy', '39448', '2008-01-01'],
    ['red when negative, no date', '[Red]#,##0.00;[Blue]-#,##0.00', '40886', '40886'],
    ['words in quotes, no date', '0 &quot;days&quot;', '3', '3'],
    ['a percentage', '0.00%', '0.155', '0.155'],
    ['zeros alone pad', '00000', '123', '00123'],
    ['General', 'General', '40886', '40886'],
  ])('%s', async (_, format, stored, text) => {
    expect(await read(number('C2', stored, 1), { formats: [format] })).toBe(text);
  });

  it('built-in formats of days are days, and the 1904 epoch moves them', async () => {
    const styles = (id: number) =>
      `<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="${id}"/></cellXfs></styleSheet>`;
    const over = (id: number) => ({ over: { 'xl/styles.xml': styles(id) } });
    for (const id of [14, 15, 16, 17, 27, 31, 36, 50, 57, 58]) {
      expect(await read(number('C2', '39448', 1), over(id))).toBe('2008-01-01');
    }
    expect(await read(number('C2', '39448.25', 1), over(22))).toBe('2008-01-01 06:00:00');
    expect(await read(number('C2', '0.25', 1), over(20))).toBe('06:00:00');
    expect(await read(number('C2', '39448', 1), over(4))).toBe('39448');
    expect(await read(number('C2', '37986', 1), { ...over(14), date1904: true })).toBe('2008-01-01');
    expect(await read(number('C2', '0', 1), { ...over(14), date1904: true })).toBe('1904-01-01');
  });

  it.each([
    ['shared text', '<c r="C2" t="s"><v>1</v></c>', 'second'],
    ['rich text', '<c r="C2" t="s"><v>2</v></c>', 'bold and plain'],
    ['the reading aid is left out', '<c r="C2" t="s"><v>3</v></c>', '東京'],
    ['space is kept where it is said', '<c r="C2" t="s"><v>4</v></c>', 'a b'],
    ['a line break of Excel', '<c r="C2" t="s"><v>5</v></c>', 'one\ntwo_x'],
    ['entities', inline('C2', 'a &lt;b&gt; &amp;amp; &#8364;&#x20AC;'), 'a <b> &amp; €€'],
    ['a formula’s text', '<c r="C2" t="str"><f>A1&amp;"x"</f><v>joined</v></c>', 'joined'],
    ['a formula’s number', '<c r="C2"><f>SUM(A1:A2)</f><v>2013</v></c>', '2013'],
    ['true', '<c r="C2" t="b"><v>1</v></c>', 'TRUE'],
    ['false', '<c r="C2" t="b"><v>0</v></c>', 'FALSE'],
    ['an error', '<c r="C2" t="e"><v>#N/A</v></c>', '#N/A'],
    ['an ISO date', '<c r="C2" t="d"><v>2011-12-09T12:50:00</v></c>', '2011-12-09T12:50:00'],
    ['characters as they stand', '<c r="C2" t="inlineStr"><is><t><![CDATA[<a&b>]]></t></is></c>', '<a&b>'],
    ['nothing', '<c r="C2" s="0"/>', ''],
  ])('%s', async (_, cell, text) => {
    const texts = [
      'first',
      'second',
      '<r><rPr><b/></rPr><t>bold</t></r><r><t xml:space="preserve"> and plain</t></r>',
      '<t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh>',
      '<t>\n  a b </t>',
      'one_x000A_two_x005F_x',
    ];
    expect(await read(cell, { texts })).toBe(text);
  });
});

describe('sheets of a workbook', () => {
  it('numbers rows as the sheet does, skips blank ones, and believes no dimension', async () => {
    const data =
      row(3, ...['Order ID', 'Customer', 'Value'].map((name, at) => inline(`${'ABC'[at]}3`, name))) +
      line(5, '') +
      row(6, '<c r="A6" s="1"/>') +
      line(9, number('C9', '7'));
    const { tables } = await openFiles(fileOf(workbook([{ name: 'Orders', data }]), 'a.xlsx'));
    expect(await tables[0]!.text.text()).toBe('5,1005,ann,\n9,1009,ann,7\n');
    expect(tables[0]!.path).toEqual(['a.xlsx', 'Orders']);
    expect(tables[0]!.container).toBe('workbook');
  });

  it('takes cells without references in their order, prefixes, single quotes and absolute targets', async () => {
    const sheet = `<?xml version='1.0'?><!-- written by a library --><x:worksheet xmlns:x='m'><x:sheetData><x:row><x:c t='inlineStr'><x:is><x:t>Order ID</x:t></x:is></x:c><x:c t='inlineStr'><x:is><x:t>Customer</x:t></x:is></x:c></x:row><x:row><x:c><x:v>7</x:v></x:c><x:c t='inlineStr'><x:is><x:t>ann</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>`;
    const relations = `<Relationships><Relationship Id="rId1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet" Target="/xl/worksheets/../worksheets/sheet1.xml"/></Relationships>`;
    const file = workbook([{ name: 'Orders', data: sheet }], {
      over: { 'xl/_rels/workbook.xml.rels': relations },
    });
    expect(await tableOf(file, 'a.xlsx')).toEqual([
      ['Order ID', 'Customer'],
      ['7', 'ann'],
    ]);
  });

  it('finds the workbook where it lies elsewhere in the package', async () => {
    const parts = workbookParts([{ name: 'Orders', data: HEADER + line(2, number('C2', '1')) }]);
    const moved = Object.fromEntries(
      Object.entries(parts).map(([name, part]) => [
        name.replace('xl/', 'excel/').replace('workbook.xml', 'workbook2.xml'),
        part,
      ]),
    );
    moved['_rels/.rels'] = (parts['_rels/.rels'] as string).replace(
      'xl/workbook.xml',
      '/excel/workbook2.xml',
    );
    expect(await tableOf(zipped(moved), 'a.xlsx')).toHaveLength(2);
  });

  it('takes the first visible sheet that holds orders, lists the others, and says which are alike', async () => {
    const cover = { name: 'Cover', data: row(1, inline('A1', 'Report 2011')) };
    const notes = {
      name: 'Notes',
      data: row(1, inline('A1', 'a'), inline('B1', 'b')) + row(2, inline('A2', 'c'), inline('B2', 'd')),
    };
    const hidden = { name: 'Old', data: HEADER + line(2, number('C2', '1')), state: 'hidden' as const };
    const orders = { name: 'Jan', data: HEADER + line(2, number('C2', '2')) };
    const more = { name: 'Feb', data: HEADER + line(2, number('C2', '3')) };
    const file = fileOf(workbook([cover, hidden, notes, orders, more]), 'a.xlsx');
    const { tables, sheets } = await openFiles(file);
    expect(sheets).toEqual([
      { path: ['a.xlsx'], names: ['Cover', 'Notes', 'Jan', 'Feb', 'Old'], chosen: ['Jan'] },
    ]);
    expect(tables.map(({ path }) => path)).toEqual([['a.xlsx', 'Jan']]);
    expect(tables[0]!.notes).toContainEqual({
      key: 'opening_note_more_sheets',
      values: { count: 1, n: 1, example: 'Feb' },
    });
    const both = await openFiles(file, { sheets: ['Feb', 'Jan'] });
    expect(both.tables.map(({ path }) => path[1])).toEqual(['Jan', 'Feb']);
    expect(both.sheets[0]!.chosen).toEqual(['Jan', 'Feb']);
  });

  it('notes formulas without a result and numbers that lost digits', async () => {
    const data =
      HEADER + row(2, number('A2', '1.23456789012345E+19'), inline('B2', 'ann'), '<c r="C2"><f>1+1</f></c>');
    const { tables } = await openFiles(
      fileOf(workbook([{ name: 'Orders', data: data + line(3, number('C3', '1')) }]), 'a.xlsx'),
    );
    expect(tables[0]!.notes).toEqual([
      { key: 'opening_note_uncomputed', values: { count: 1, n: 1, example: 'C2' } },
      { key: 'opening_note_long_numbers', values: { count: 1, n: 1, example: '12345678901234500000' } },
    ]);
  });

  it('is refused without a table, with charts alone, and when what it refers to is not there', async () => {
    const empty = workbook([{ name: 'Empty', data: '' }]);
    expect(await refusalOf(tableOf(empty, 'a.xlsx'))).toEqual({
      key: 'opening_refused_no_sheet',
      values: { name: 'a.xlsx' },
    });
    const lost = workbook([{ name: 'Orders', data: HEADER + line(2, '<c r="C2" t="s"><v>9</v></c>') }]);
    expect((await refusalOf(tableOf(lost, 'a.xlsx'))).key).toBe('opening_refused_workbook');
  });
});
