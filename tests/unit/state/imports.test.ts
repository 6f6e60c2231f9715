import { describe, expect, it, vi } from 'vitest';
import type { Engine } from '../../../src/state/engine.svelte';
import type { FileExporter } from '../../../src/state/file-exporter';
import { Imports } from '../../../src/state/imports.svelte';
import type { Notebook } from '../../../src/state/notebook.svelte';
import type { NoticeList } from '../../../src/state/notices.svelte';

vi.mock('../../../src/state/new-opener', () => ({
  loadOpener: () => Promise.resolve(),
  newOpener: () =>
    Promise.resolve({
      open: () => Promise.resolve({ ok: true, value: { tables: [], sheets: [], passedOver: [] } }),
      cancel: () => undefined,
    }),
}));

const untilAsked = () => new Promise((resolve) => setTimeout(resolve, 0));

/** Imports over an engine whose jobs never end by themselves. */
function importing() {
  let jobs = 0;
  const never = () => new Promise<never>(() => undefined);
  const client = {
    newJob: () => `job-${(jobs += 1)}`,
    stage: vi.fn<(job: string) => Promise<never>>(never),
    cancel: vi.fn<(job: string) => void>(),
    discard: vi.fn(() => Promise.resolve()),
  };
  const imports = new Imports(
    { client: () => Promise.resolve(client) } as unknown as Engine,
    { document: null, hasData: false } as unknown as Notebook,
    {} as NoticeList,
    {} as FileExporter,
  );
  return { imports, client };
}

describe('cancelling an import', () => {
  it('stops the reading that is under way, and not only the dialog', async () => {
    const { imports, client } = importing();
    void imports.receive([new File(['customer,date,amount\n'], 'orders.csv')]);
    await untilAsked();
    const [job] = client.stage.mock.calls[0]!;
    expect(imports.phase.kind).toBe('reading');

    imports.cancel();
    expect(imports.phase.kind).toBe('closed');
    await untilAsked();
    expect(client.cancel.mock.calls.flat()).toContain(job);
    expect(client.discard).toHaveBeenCalledOnce();
    expect(client.cancel.mock.invocationCallOrder.at(-1)!).toBeLessThan(
      client.discard.mock.invocationCallOrder[0]!,
    );
  });
});
