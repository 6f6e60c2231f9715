import type { ResultShape, Row } from '../analyses/define';
import { download } from '../exports/download';
import { exportTable } from '../exports/registry';
import type { IdentityFindings } from '../intake/identity';
import { REFUSAL_NAMES } from '../messages/refusals';
import { m } from '../messages/speak';
import { NOWHERE } from './file-exporter';

const SHAPE: ResultShape = {
  list: { type: 'text', label: () => m.identity_list() },
  value: { type: 'text', label: () => m.identity_value() },
  other: { type: 'text', label: () => m.identity_stands_with() },
  why: { type: 'text', label: () => m.identity_why() },
  rows: { type: 'integer', label: () => m.identity_rows() },
};

/** One row for each id of a customer made of several, for each pair that contradicts, for each value that is nobody's. */
export function identityRows({ merges, conflicts, refused }: IdentityFindings): Row[] {
  const row = (list: string, value: string, other: string, why = '', rows: number | null = null): Row => ({ list, value, other, why, rows }); // prettier-ignore
  return [
    ...merges.examples.flatMap(({ person, ids, through }) => {
      const why = through.examples.map(({ value }) => value).join(', ');
      return ids.examples.map((id) => row(m.identity_list_merged(), person, id, why));
    }),
    ...conflicts.examples.flatMap(({ value, others }) =>
      others.examples.map((other) => row(m.identity_list_conflict(), value, other)),
    ),
    ...refused.examples.map(({ value, because, rows }) =>
      row(m.identity_list_refused(), value, '', REFUSAL_NAMES[because](), rows),
    ),
  ];
}

/** Saves the lists as one CSV. */
export async function saveIdentity(file: string, findings: IdentityFindings): Promise<void> {
  const { blob, name } = await exportTable('csv', {
    rows: identityRows(findings),
    shape: SHAPE,
    provenance: { ...NOWHERE, notebook: file, title: m.identity_title() },
  });
  download(blob, name);
}
