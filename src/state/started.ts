import type { AnalysisDefinition } from '../analyses/define';
import { newDocument, newId, type NewDocument } from '../document/create';
import type { NotebookDocument } from '../document/types';
import { m } from '../messages/speak';
import type { TemplateId } from '../templates/templates';

/** What a new notebook is made of. */
export type Start = TemplateId | 'sample-shop';

/** A new notebook that starts as a template says, in the reader's language. */
export async function startedFrom(
  start: Start,
  given: NewDocument,
  analyses: readonly AnalysisDefinition[],
): Promise<NotebookDocument> {
  const { contentsOf } = await import('../templates/cells');
  const { cells, segments } = contentsOf(start, analyses);
  return { ...newDocument({ ...given, cells }), segments };
}

/** The same notebook under another id and a title that tells them apart. */
export function copyOf(document: NotebookDocument): NotebookDocument {
  const title = m.templates_copy_of({ title: document.title || m.notebook_untitled() });
  return { ...structuredClone(document), id: newId(), title };
}

/** A new notebook by a template over the sources of another. */
export async function startedOver(
  document: NotebookDocument,
  template: TemplateId,
  analyses: readonly AnalysisDefinition[],
): Promise<NotebookDocument> {
  const { TEMPLATES } = await import('../templates/templates');
  const name = TEMPLATES.find(({ id }) => id === template)?.title() ?? '';
  const title = document.title ? m.templates_title({ template: name, title: document.title }) : name;
  return startedFrom(template, { title, sources: document.sources }, analyses);
}
