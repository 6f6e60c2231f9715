import { describe, expect, it } from 'vitest';
import { droppedFiles } from '../../../src/ui/dropped-files';

type Tree = { [name: string]: Tree | string };

/** What a browser gives for a drop: entries, and folders that give their children a few at a time. */
function entryOf(name: string, content: Tree | string, path: string): FileSystemEntry {
  const fullPath = `${path}/${name}`;
  if (typeof content === 'string') {
    const file = (done: (file: File) => void) => done(new File([content], name));
    return { name, fullPath, isFile: true, isDirectory: false, file } as unknown as FileSystemEntry;
  }
  const children = Object.entries(content).map(([child, inside]) => entryOf(child, inside, fullPath));
  const createReader = () => {
    const left = [...children];
    return { readEntries: (done: (entries: FileSystemEntry[]) => void) => done(left.splice(0, 2)) };
  };
  return { name, fullPath, isFile: false, isDirectory: true, createReader } as unknown as FileSystemEntry;
}

function drop(tree: Tree): DataTransfer {
  const entries = Object.entries(tree).map(([name, content]) => entryOf(name, content, ''));
  const files = Object.entries(tree).flatMap(([name, content]) =>
    typeof content === 'string' ? [new File([content], name)] : [],
  );
  return {
    items: entries.map((entry) => ({ webkitGetAsEntry: () => entry })),
    files,
  } as unknown as DataTransfer;
}

const namesOf = async (tree: Tree) => (await droppedFiles(drop(tree))).map((file) => file.name);

describe('files of a drop', () => {
  it('are those that were dropped, in their order', async () => {
    expect(await namesOf({ 'b.csv': '1', 'a.csv': '2' })).toEqual(['b.csv', 'a.csv']);
  });

  it('of folders are all that are in them, by path, but for hidden ones', async () => {
    const tree = {
      orders: {
        '.DS_Store': 'x',
        '2025': { '02.csv': '', '01.csv': '', '03.csv': '' },
        '2024': { '12.csv': '' },
        '.git': { config: '' },
      },
      'people.csv': '',
    };
    expect(await namesOf(tree)).toEqual(['12.csv', '01.csv', '02.csv', '03.csv', 'people.csv']);
  });

  it('of a folder that holds itself come to an end', async () => {
    const folder = entryOf('loop', {}, '') as unknown as Record<string, unknown>;
    folder.createReader = () => {
      const left = [folder];
      return { readEntries: (done: (entries: unknown[]) => void) => done(left.splice(0, 1)) };
    };
    const items = [{ webkitGetAsEntry: () => folder }];
    expect(await droppedFiles({ items, files: [] } as unknown as DataTransfer)).toEqual([]);
  });
});
