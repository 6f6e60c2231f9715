import type { AnalysisDefinition } from '../../analyses/define';
import type { Cell, NotebookDocument, SegmentCell, TextCell } from '../../document/types';
import { m } from '../../messages/speak';
import { firstLine } from '../cell/first-line';

/** What a cell is called: its author's name for it, else what it is of itself. */
export function cellTitle(
  cell: Cell,
  document: NotebookDocument | null,
  definition: AnalysisDefinition | null,
): string {
  if (typeof cell.title === 'string' && cell.title) return cell.title;
  switch (cell.kind) {
    case 'analysis':
      return definition?.title() ?? m.notebook_unknown_title();
    case 'text':
      return firstLine((cell as TextCell).text) || m.cells_text_title();
    case 'sql':
      return (typeof cell.name === 'string' && cell.name) || m.cells_sql_title();
    case 'segment': {
      const { segment } = cell as SegmentCell;
      return document?.segments.find(({ id }) => id === segment)?.name ?? m.actions_kind_segment();
    }
    default:
      return m.notebook_unknown_title();
  }
}
