/** Endings of files that can hold a table, for a chooser's filter. */
export const DATA_FILES =
  '.csv,.tsv,.txt,.xls,.xlsx,.xlsm,.html,.htm,.parquet,.json,.ndjson,.jsonl,.gz,.zip,text/*';

/** Opens the system's file chooser. Resolves to no files where it is cancelled. Call it from a click. */
export function pickFiles(options: { accept?: string; multiple?: boolean } = {}): Promise<File[]> {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = options.accept ?? '';
  input.multiple = options.multiple ?? false;
  // Safari forgets an input that is not in the page before its chooser closes.
  input.hidden = true;
  document.body.append(input);
  return new Promise((resolve) => {
    const done = () => {
      input.remove();
      resolve([...(input.files ?? [])]);
    };
    input.addEventListener('change', done);
    input.addEventListener('cancel', done);
    input.click();
  });
}
