import { describe, expect, it } from 'vitest';
import { FileHandles, fileOf } from '../../../src/storage/file-handles';
import { memoryStore } from '../../../src/storage/key-value';

const file = new File(['a,b\n'], 'orders.csv');

function handle(state: PermissionState | undefined, answer: PermissionState = 'granted', gone = false) {
  const asked: string[] = [];
  const made = {
    getFile: () => (gone ? Promise.reject(new DOMException('', 'NotFoundError')) : Promise.resolve(file)),
    ...(state && { queryPermission: () => Promise.resolve(state) }),
    requestPermission: () => Promise.resolve((asked.push('asked'), answer)),
  };
  return { asked, handle: made as unknown as FileSystemFileHandle };
}

describe('file handles', () => {
  it('are kept per notebook and role, and forgotten together', async () => {
    const handles = new FileHandles(memoryStore());
    const kept = handle('granted').handle;
    await handles.remember('n-1', 'source/s', kept);
    await handles.remember('n-2', 'document', kept);
    expect(await handles.recall('n-1', 'source/s')).toBe(kept);
    expect(await handles.recall('n-1', 'document')).toBeNull();
    await handles.forget('n-1');
    expect(await handles.recall('n-1', 'source/s')).toBeNull();
    expect(await handles.recall('n-2', 'document')).toBe(kept);
  });

  it('give their file where it may be read', async () => {
    expect(await fileOf(handle('granted').handle, false)).toBe(file);
    expect(await fileOf(handle(undefined).handle, false)).toBe(file);
  });

  it('ask only when allowed to', async () => {
    const quiet = handle('prompt');
    expect(await fileOf(quiet.handle, false)).toBeNull();
    expect(quiet.asked).toEqual([]);
    expect(await fileOf(handle('prompt').handle, true)).toBe(file);
    expect(await fileOf(handle('prompt', 'denied').handle, true)).toBeNull();
    expect(await fileOf(handle('denied').handle, true)).toBeNull();
  });

  it('of a file that was moved give none', async () => {
    expect(await fileOf(handle('granted', 'granted', true).handle, true)).toBeNull();
  });
});
