import { SaxesParser } from 'saxes';

export interface ParsedElement {
  name: string;
  attributes: Record<string, string>;
  /** Names of the elements around it, from the root. */
  path: string[];
}

export interface ParsedMarkup {
  elements: ParsedElement[];
  /** All text outside `style`, as it is read. */
  text: string;
  style: string;
}

/** Markup by an XML parser, which throws on whatever is not well-formed: an unescaped sign would be. */
export function parseMarkup(markup: string): ParsedMarkup {
  const parser = new SaxesParser();
  const parsed: ParsedMarkup = { elements: [], text: '', style: '' };
  const open: string[] = [];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    parsed.elements.push({ name, attributes: attributes as Record<string, string>, path: [...open] });
    open.push(name);
  });
  parser.on('closetag', () => open.pop());
  parser.on('text', (text) => {
    if (open.at(-1) === 'style') parsed.style += text;
    else parsed.text += text;
  });
  parser.write(markup.replace(/^<!doctype html>/, '')).close();
  return parsed;
}
