const LONGEST = 80;

/** What a text is about: its first line that says something, without Markdown's marks. Empty where there is none. */
export function firstLine(markdown: string): string {
  const line = markdown
    .split('\n')
    .map((text) => text.replace(/^[\s#>*+-]+|[*_`~]+|!?\[([^\]]*)\]\([^)]*\)/g, '$1').trim())
    .find((text) => text !== '');
  if (line === undefined || line.length <= LONGEST) return line ?? '';
  return `${line.slice(0, LONGEST - 1).trimEnd()}…`;
}

/** The text without a heading it begins with, where that says no more than `firstLine`, which stands above it as the title. */
export function belowTitle(markdown: string): string {
  const [heading, text] = /^\s*#{1,6}[ \t]+([^\n]*?)[ \t]*#*[ \t]*(?:\n|$)/.exec(markdown) ?? [];
  return heading !== undefined && text === firstLine(markdown) ? markdown.slice(heading.length) : markdown;
}
