import type { Cell, CellObject, SheetData } from 'write-excel-file/universal';
import { formatInteger } from '../messages/format';
import { m } from '../messages/speak';
import type { Provenance } from './provenance';
import { dayCell, LONGEST_TEXT, textCell } from './xlsx-cells';

/** A sheet as the first one describes it. */
export interface SheetAbout {
  name: string;
  rows: number;
  provenance: Provenance;
  /** Texts that Excel cannot hold whole. */
  cut: number;
}

const COUNT = '#,##0';
const strong = (text: string): CellObject => ({ value: text, type: String, fontWeight: 'bold' });
const count = (value: number): CellObject => ({ value, type: Number, format: COUNT });

/** Where every number of the workbook comes from: the notebook, each sheet's question, then the files. */
export function aboutSheet(sheets: readonly SheetAbout[]): SheetData {
  const notebooks = [...new Set(sheets.map(({ provenance }) => provenance.notebook))];
  const rows: SheetData = notebooks
    .filter((title) => title !== '')
    .map((title) => [strong(m.report_notebook()), textCell(title)]);
  for (const sheet of sheets) rows.push([], ...sheetLines(sheet));
  const sources = sourcesOf(sheets);
  if (sources.length > 0) rows.push([], ...sourceLines(sources));
  return rows;
}

function sheetLines({ name, rows, provenance, cut }: SheetAbout): SheetData {
  const { analysis, asOf, window, filters = [], settings = [] } = provenance;
  const lines: [string, Cell][] = [[m.report_shows(), textCell(provenance.title)]];
  if (analysis) {
    const { id, version, result, definition } = analysis;
    lines.push([m.report_definition(), textCell(definition)]);
    lines.push([m.report_analysis(), m.report_analysis_facts({ id, version: String(version), result })]);
  }
  lines.push(...settings.map(({ label, value }): [string, Cell] => [label, textCell(value)]));
  lines.push(...filters.map((line): [string, Cell] => [m.report_filters(), textCell(line)]));
  if (asOf !== null) lines.push([m.report_as_of(), dayCell(asOf)]);
  if (window) {
    lines.push([m.report_first_day(), dayCell(window.firstDay)]);
    lines.push([m.report_last_day(), dayCell(window.lastDay)]);
    lines.push([m.report_observed_through(), dayCell(window.observedThrough)]);
  }
  lines.push([m.report_rows(), count(rows)]);
  if (cut > 0) {
    const texts = { count: cut, n: formatInteger(cut), limit: formatInteger(LONGEST_TEXT) };
    lines.push([m.report_cut(), m.report_cut_texts(texts)]);
  }
  return [
    [strong(m.report_sheet()), strong(name)],
    ...lines.map(([label, cell]): SheetData[number] => [textCell(label), cell]),
  ];
}

type SourceFacts = Provenance['sources'][number];

function sourcesOf(sheets: readonly SheetAbout[]): SourceFacts[] {
  const known = new Map<string, SourceFacts>();
  for (const { provenance } of sheets)
    for (const source of provenance.sources) known.set(`${source.sha256} ${source.name}`, source);
  return [...known.values()];
}

function sourceLines(sources: readonly SourceFacts[]): SheetData {
  const headings = [
    ...[m.report_file(), m.report_rows_read(), m.report_rows_used(), m.report_rows_set_aside()],
    ...[m.report_bytes(), m.report_fingerprint()],
  ];
  return [
    headings.map(strong),
    ...sources.map(({ name, bytes, sha256, rowsRead, rowsUsed }): SheetData[number] => [
      textCell(name),
      ...[rowsRead, rowsUsed, rowsRead - rowsUsed, bytes].map(count),
      textCell(sha256),
    ]),
    [m.report_fingerprint_note()],
  ];
}
