import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDocument } from '../../../src/document/open';
import { documentText } from '../../../src/document/save';
import { DOCUMENT_VERSION } from '../../../src/document/types';
import { exampleDocument } from './example';

/** Files as each version of the document wrote them. They are never written anew. */
const FROZEN = join(import.meta.dirname, '../../fixtures/documents');
const textOf = (version: number) => readFileSync(join(FROZEN, `v${version}.regulars.json`), 'utf8');

describe('frozen notebook files', () => {
  it('there is one of every version', () => {
    const versions = Array.from({ length: DOCUMENT_VERSION }, (_, index) => `v${index + 1}.regulars.json`);
    expect(readdirSync(FROZEN).sort()).toEqual(versions.sort());
  });

  it('the current one is what this version writes', () => {
    expect(documentText(exampleDocument())).toBe(textOf(DOCUMENT_VERSION));
  });

  it.each(Array.from({ length: DOCUMENT_VERSION }, (_, index) => index + 1))(
    'version %d opens, with everything it had',
    (version) => {
      const frozen = JSON.parse(textOf(version)) as ReturnType<typeof exampleDocument>;
      const opened = openDocument(textOf(version));
      if (!opened.ok) throw new Error(opened.reason.key);
      expect(opened.document).toMatchObject({ ...frozen, version: DOCUMENT_VERSION });
    },
  );

  it('of version 1 narrows nothing but the as-of day', () => {
    const opened = openDocument(textOf(1));
    expect(opened.ok && opened.document.filters).toEqual({
      asOf: '2011-12-09',
      from: null,
      to: null,
      dimensions: {},
      segment: null,
      channel: ['web'],
    });
  });
});
