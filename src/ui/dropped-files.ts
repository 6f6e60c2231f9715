/** Deep enough for any folder of exports, and an end to a folder that is linked into itself. */
const DEEPEST = 8;
const MOST_FILES = 5_000;

/**
 * Every file of a drop, folders walked through, in order of their paths; hidden files are left out. Must be called
 * while the drop event is handled: its items are gone afterwards.
 */
export async function droppedFiles(data: DataTransfer): Promise<File[]> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  if (!entries.some((entry) => entry?.isDirectory)) return [...data.files];
  const found: { path: string; file: File }[] = [];
  for (const entry of entries) if (entry) await walk(entry, 0, found);
  return found.sort((a, b) => (a.path < b.path ? -1 : 1)).map(({ file }) => file);
}

async function walk(
  entry: FileSystemEntry,
  depth: number,
  found: { path: string; file: File }[],
): Promise<void> {
  if (entry.name.startsWith('.') || found.length >= MOST_FILES) return;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    found.push({ path: entry.fullPath, file });
  } else if (entry.isDirectory && depth < DEEPEST) {
    for (const child of await childrenOf(entry as FileSystemDirectoryEntry))
      await walk(child, depth + 1, found);
  }
}

/** A reader gives a hundred at a time, and none when it is through. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (batch.length === 0) return children;
    children.push(...batch);
  }
}
