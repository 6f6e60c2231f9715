import { describe, expect, it } from 'vitest';
import { migrate, MIGRATIONS, type Migration } from '../../../src/document/migrations';
import { DOCUMENT_VERSION } from '../../../src/document/types';

const made: readonly Migration[] = [
  { from: 2, migrate: (document) => ({ ...document, cells: [document.only] }) },
  { from: 1, migrate: (document) => ({ ...document, only: document.cell }) },
];

describe('migrations', () => {
  it('there is exactly one for each released version before the current one', () => {
    expect(MIGRATIONS.map(({ from }) => from)).toEqual(
      Array.from({ length: DOCUMENT_VERSION - 1 }, (_, index) => index + 1),
    );
  });

  it('run one version at a time, in the order of versions, and raise the version', () => {
    expect(migrate({ version: 1, cell: 'a' }, 1, 3, made)).toEqual({
      version: 3,
      cell: 'a',
      only: 'a',
      cells: ['a'],
    });
    expect(migrate({ version: 2, only: 'b' }, 2, 3, made)).toEqual({ version: 3, only: 'b', cells: ['b'] });
  });

  it('leave a current file and the input alone', () => {
    const current = Object.freeze({ version: 3 });
    expect(migrate(current, 3, 3, made)).toBe(current);
    const old = Object.freeze({ version: 1, cell: 'a' });
    migrate(old, 1, 3, made);
    expect(old).toEqual({ version: 1, cell: 'a' });
  });

  it('stop aloud where a step is missing', () => {
    expect(() => migrate({}, 1, 4, made)).toThrow('No migration from version 3');
  });
});
