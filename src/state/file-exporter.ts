import type { MarkedText, Note, ResultShape, Row } from '../analyses/define';
import { documentText, questionsOnly } from '../document/save';
import type { NotebookDocument } from '../document/types';
import type { Assessment } from '../engine/protocol';
import { download } from '../exports/download';
import { fileName } from '../exports/file-name';
import { provenanceOf, type Provenance } from '../exports/provenance';
import { exportTable, exportWorkbook, isTableFormat, type TableFormatId } from '../exports/registry';
import { NUMBER_FIELDS, type Mapping } from '../intake/types';
import { formatDay } from '../messages/format';
import { reasonLabel } from '../messages/set-aside';
import { m } from '../messages/speak';
import type { RunPlan } from './plans';

/** What an export stands for: the notebook, the question, and the results it shows. */
export interface ExportSubject {
  document: NotebookDocument;
  /** The cell's title, in the reader's language. */
  title: string;
  plan: RunPlan;
}

/** What leaves the page as a file, always by the reader's own click or script. */
export class FileExporter {
  /** The questions only: results leave by the reader's own choice (`Sharing`). */
  saveNotebook(document: NotebookDocument): void {
    download(
      new Blob([documentText(questionsOnly(document))], { type: 'application/json' }),
      fileName([document.title], 'regulars.json'),
    );
  }

  /** Rejects with `TableTooLarge` where the format cannot hold it. */
  async saveTable(
    subject: ExportSubject,
    result: string,
    rows: readonly Row[],
    shape: ResultShape,
    format: TableFormatId = 'csv',
  ): Promise<void> {
    const { blob, name } = await exportTable(format, {
      rows,
      shape,
      provenance: await provenance(subject, result),
    });
    download(blob, name);
  }

  /** Tables as the sheets of one Excel workbook. Rejects with `TableTooLarge` where a sheet cannot hold one. */
  async saveWorkbook(
    tables: readonly { subject: ExportSubject; result: string; rows: readonly Row[]; shape: ResultShape }[],
  ): Promise<void> {
    const { blob, name } = await exportWorkbook(
      await Promise.all(
        tables.map(async ({ subject, result, rows, shape }) => ({
          rows,
          shape,
          provenance: await provenance(subject, result),
        })),
      ),
    );
    download(blob, name);
  }

  /** Throws a RangeError for a format there is none of. */
  async tableAs(
    format: string,
    subject: ExportSubject,
    result: string,
    rows: readonly Row[],
    shape: ResultShape,
  ): Promise<Blob> {
    if (!isTableFormat(format)) throw new RangeError(`There is no format “${format}” for tables`);
    return (await exportTable(format, { rows, shape, provenance: await provenance(subject, result) })).blob;
  }

  /** The drawings of an element as one picture, with its finding, notes and as-of day. Null where nothing is drawn. */
  async figureAs(
    format: 'svg' | 'png',
    element: HTMLElement,
    subject: ExportSubject,
    headline: MarkedText,
    notes: readonly Note[],
  ): Promise<Blob | null> {
    const [{ combinedSvg }, { standaloneSvg, standalonePng }] = await Promise.all([
      import('../plots/combine'),
      import('../plots/standalone'),
    ]);
    const svg = combinedSvg(element);
    if (!svg) return null;
    const { definition, context } = subject.plan;
    const text = standaloneSvg(svg, {
      title: unmarked(headline),
      footer: [
        ...notes.map((note) => unmarked(note.text)),
        ...(await wordsOf(subject)),
        m.state_figure_source({
          title: definition.title(),
          version: String(definition.version),
          notebook: subject.document.title,
          day: formatDay(context.asOf),
        }),
      ],
    });
    return format === 'svg' ? new Blob([text], { type: 'image/svg+xml' }) : standalonePng(text);
  }

  saveFigure(subject: ExportSubject, format: 'svg' | 'png', blob: Blob): void {
    download(blob, fileName([subject.document.title, subject.title, subject.plan.context.asOf], format));
  }

  /** Rows set aside at import: file, line, reason, then the file's own fields. */
  async saveSetAside(
    file: string,
    /** Names of the tables, as rows count them. */
    tables: readonly string[],
    columns: readonly string[],
    mapping: Mapping,
    rows: Assessment['preview'],
  ): Promise<void> {
    const numbers = NUMBER_FIELDS.map((field) => mapping[field]);
    // A refund below zero has to stay a number, or the file does not add up in a spreadsheet.
    const typeOf = (column: string) => (numbers.includes(column) ? ('number' as const) : ('text' as const));
    const fields = columns.map(
      (name, index) => [`field_${index + 1}`, { type: typeOf(name), label: () => name }] as const,
    );
    const shape: ResultShape = {
      file: { type: 'text', label: () => m.state_set_aside_file() },
      line: { type: 'integer', label: () => m.state_set_aside_line() },
      reason: { type: 'text', label: () => m.state_set_aside_reason() },
      text: { type: 'text', label: () => m.state_set_aside_text() },
      ...Object.fromEntries(fields),
    };
    const written = rows.map((row) => ({
      file: tables[row.file] ?? file,
      line: row.line,
      reason: row.reason === null ? '' : reasonLabel(row.reason),
      text: row.text,
      ...Object.fromEntries(row.values.map((value, index) => [`field_${index + 1}`, value])),
    }));
    const title = m.state_set_aside_title();
    const { blob, name } = await exportTable('csv', {
      rows: written,
      shape,
      provenance: { ...NOWHERE, notebook: file, title },
    });
    download(blob, name);
  }
}

/** What is of a dropped file alone stands in no notebook yet. */
export const NOWHERE: Provenance = {
  notebook: '',
  title: '',
  analysis: null,
  params: {},
  asOf: null,
  window: null,
  sources: [],
};

/** The words of filters name every field there is: they come with the first export. */
const wordsOf = async ({ plan }: ExportSubject): Promise<string[]> =>
  (await import('../messages/narrowed-words')).narrowedWords(plan.context);

async function provenance(subject: ExportSubject, result: string): Promise<Provenance> {
  const { document, title, plan } = subject;
  const filters = await wordsOf(subject);
  return provenanceOf({
    notebook: document.title,
    title,
    result,
    ...plan,
    filters,
    sources: document.sources,
  });
}

/** A sentence without its marks. */
export function unmarked(text: MarkedText): string {
  return text.replaceAll('**', '').replaceAll('__', '');
}
