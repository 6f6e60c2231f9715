import type { KeyValueStore } from './key-value';

/** Parts of File System Access that TypeScript's library does not have: Chromium's alone. */
interface AskableHandle extends FileSystemFileHandle {
  queryPermission?(descriptor: { mode: 'read' | 'readwrite' }): Promise<PermissionState>;
  requestPermission?(descriptor: { mode: 'read' | 'readwrite' }): Promise<PermissionState>;
}

const HANDLE = 'handle/';

/**
 * Handles of files a notebook was built from or saved to, so that they need not be found again. `role` names which:
 * `source/<id>` or `document`. Only Chromium has them; elsewhere nothing is ever stored.
 */
export class FileHandles {
  constructor(private readonly store: KeyValueStore) {}

  async remember(notebookId: string, role: string, handle: FileSystemFileHandle): Promise<void> {
    await this.store.set(`${HANDLE}${notebookId}/${role}`, handle);
  }

  async recall(notebookId: string, role: string): Promise<FileSystemFileHandle | null> {
    const handle = (await this.store.get(`${HANDLE}${notebookId}/${role}`)) as
      FileSystemFileHandle | undefined;
    return handle ?? null;
  }

  async forget(notebookId: string): Promise<void> {
    const keys = (await this.store.keys()).filter((key) => key.startsWith(`${HANDLE}${notebookId}/`));
    await Promise.all(keys.map((key) => this.store.del(key)));
  }
}

/**
 * The file behind a handle, or null where it was moved or may not be read. `ask` shows the browser's question, which
 * it does only in answer to a click.
 */
export async function fileOf(handle: FileSystemFileHandle, ask: boolean): Promise<File | null> {
  const { queryPermission, requestPermission } = handle as AskableHandle;
  const wanted = { mode: 'read' } as const;
  let permission = (await queryPermission?.call(handle, wanted)) ?? 'granted';
  if (permission === 'prompt' && ask)
    permission = (await requestPermission?.call(handle, wanted)) ?? 'denied';
  if (permission !== 'granted') return null;
  try {
    return await handle.getFile();
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

/** The handle of a dropped file. To be called while the drop event is handled; null where the browser has none. */
export async function handleOf(item: DataTransferItem): Promise<FileSystemFileHandle | null> {
  const { getAsFileSystemHandle } = item as DataTransferItem & {
    getAsFileSystemHandle?: () => Promise<FileSystemHandle | null>;
  };
  const handle = await getAsFileSystemHandle?.call(item);
  return handle?.kind === 'file' ? (handle as FileSystemFileHandle) : null;
}
