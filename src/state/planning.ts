/**
 * All that turns a document into runs, with the analyses it names: no notebook is shown before it is there, and the
 * empty page does without it.
 */
export async function loadPlanning() {
  const [registry, plans, scope, facts, statements, sent] = await Promise.all([
    import('../analyses/registry'),
    import('./plans'),
    import('./scope'),
    import('./scope-facts'),
    import('./statements.svelte'),
    import('./sent-results'),
  ]);
  return { ...registry, ...plans, ...scope, ...facts, ...statements, ...sent };
}

export type Planning = Awaited<ReturnType<typeof loadPlanning>>;
