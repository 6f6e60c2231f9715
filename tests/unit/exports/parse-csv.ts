/** RFC 4180, straight from its grammar and sharing nothing with the writer: records end with CRLF. */
export function parseCsv(text: string): string[][] {
  const records: string[][] = [];
  let rest = text;
  while (rest.length > 0) {
    const record: string[] = [];
    for (;;) {
      const quoted = /^"((?:[^"]|"")*)"/.exec(rest);
      const plain = quoted ? null : /^[^",\r\n]*/.exec(rest);
      const taken = (quoted ?? plain)![0];
      record.push(quoted ? quoted[1]!.replaceAll('""', '"') : taken);
      rest = rest.slice(taken.length);
      if (!rest.startsWith(',')) break;
      rest = rest.slice(1);
    }
    if (!rest.startsWith('\r\n')) throw new Error(`Not RFC 4180 at ${JSON.stringify(rest.slice(0, 20))}`);
    rest = rest.slice(2);
    records.push(record);
  }
  return records;
}
