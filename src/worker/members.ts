import type { Members } from '../analyses/define';
import { memberStatements, NO_MEMBERS } from '../orders/scope-members';
import type { Statements } from './lane';
import { rowsOf } from './lane-rows';

/** Tells the views over the canonical tables who is in the segment that the next statements are narrowed to; null: nobody. */
export async function narrowToMembers(lane: Statements, members: Members | null): Promise<void> {
  await lane.run(NO_MEMBERS);
  if (!members) return;
  const { isKnown, workOut, use } = memberStatements(members);
  const [found] = await rowsOf<{ known: boolean }>(lane, isKnown);
  if (!found?.known) await lane.run(workOut);
  await lane.run(use);
}
