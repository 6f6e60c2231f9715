import type { Identifier, Refusal } from './identity';
import { normalised, refusalOf } from './identity-values';

/** Different combinations of identifiers in a file, column by column: row i is one combination. */
export interface Identities {
  customer: readonly (string | null)[];
  email: readonly (string | null)[];
  phone: readonly (string | null)[];
  /** Rows of the file that carry each combination. */
  rows: ArrayLike<number>;
}

/**
 * The values of one identifier as numbers. A text is a value as it stands in the file; a node is what it is compared as,
 * so several texts can be one node. −1 stands for none.
 */
export class IdentifierColumn {
  readonly texts: string[] = [];
  /** As compared; numbered from 0. */
  readonly nodes: string[] = [];
  /** Text → node; −1 for a text that identifies nobody. */
  readonly nodeOfText: number[] = [];
  /** Text → why it identifies nobody. */
  readonly refusals: (Refusal | null)[] = [];
  /** Row → text. */
  readonly textOfRow: Int32Array;
  /** Row → node. */
  readonly nodeOfRow: Int32Array;

  constructor(
    readonly identifier: Identifier,
    values: readonly (string | null)[],
    normalise: boolean,
  ) {
    this.textOfRow = new Int32Array(values.length).fill(-1);
    const numbers = new Map<string, number>();
    values.forEach((value, row) => {
      if (value === null || value === '') return;
      let text = numbers.get(value);
      if (text === undefined) {
        text = this.texts.push(value) - 1;
        numbers.set(value, text);
      }
      this.textOfRow[row] = text;
    });
    this.addNodes(numbers, normalise);
    this.nodeOfRow = this.textOfRow.map((text) => (text < 0 ? -1 : this.nodeOfText[text]!));
  }

  /** From here on these nodes identify nobody: each stands for too many. */
  refuseShared(isShared: Uint8Array): void {
    this.nodeOfText.forEach((node, text) => {
      if (node < 0 || !isShared[node]) return;
      this.nodeOfText[text] = -1;
      this.refusals[text] = 'shared';
    });
    this.nodeOfRow.forEach((node, row) => {
      if (node >= 0 && isShared[node]) this.nodeOfRow[row] = -1;
    });
  }

  /** Most texts are compared as they stand and are nodes of their own; the others look for a node that is there. */
  private addNodes(numbers: ReadonlyMap<string, number>, normalise: boolean): void {
    const rewritten: [text: number, compared: string][] = [];
    this.texts.forEach((value, text) => {
      const refusal = refusalOf(this.identifier, value);
      const compared = normalise && refusal === null ? normalised(this.identifier, value) : value;
      if (compared !== value) rewritten.push([text, compared]);
      this.refusals.push(refusal);
      this.nodeOfText.push(refusal === null && compared === value ? this.nodes.push(value) - 1 : -1);
    });
    const added = new Map<string, number>();
    for (const [text, compared] of rewritten) {
      const standing = this.nodeOfText[numbers.get(compared) ?? -1] ?? -1;
      let node = standing >= 0 ? standing : added.get(compared);
      if (node === undefined) {
        node = this.nodes.push(compared) - 1;
        added.set(compared, node);
      }
      this.nodeOfText[text] = node;
    }
  }
}
