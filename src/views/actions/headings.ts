export interface Heading {
  /** 1 to 6. */
  level: number;
  text: string;
}

/** Headings of a Markdown text in their order, as `# …` writes them; those inside fenced code are none. */
export function headingsOf(text: string): Heading[] {
  const headings: Heading[] = [];
  let fence: string | null = null;
  for (const line of text.split('\n')) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark) {
      if (fence === null) fence = mark;
      else if (mark.startsWith(fence)) fence = null;
      continue;
    }
    const found = fence === null ? /^ {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$/.exec(line) : null;
    const words = withoutMarks(found?.[2] ?? '');
    if (found?.[1] && words) headings.push({ level: found[1].length, text: words });
  }
  return headings;
}

/** Words without emphasis, code and links. */
function withoutMarks(line: string): string {
  return line
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(\*\*|__|~~|`|\*)(.+?)\1/g, '$2')
    .trim();
}
