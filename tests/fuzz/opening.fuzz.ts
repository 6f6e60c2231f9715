import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Refused } from '../../src/worker/failures';
import { open } from '../../src/worker/opening/open';
import { readRows } from '../../src/worker/opening/read-rows';
import { mutated, randomBelow, type Below } from './mutate';
import { kinds, type Kind, type Sample } from './seeds';

/**
 * Damaged files of every kind end in rows or in a plain refusal, soon, and lose none of their rows on the way. Bounded
 * by FUZZ_SECONDS, repeatable by FUZZ_SEED. Each case is written down before it is opened: what hangs is left there.
 */
const SECONDS = Number(process.env.FUZZ_SECONDS ?? 60);
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000_000);
const FOLDER = join(import.meta.dirname, '../../test-results/fuzz');
/** A small file that takes longer has met something that grows faster than it does. */
const SLOW_MS = 2000;

interface Count {
  read: number;
  refused: number;
  rows: number;
  slowest: number;
}

interface Failed {
  name: string;
  kind: string;
  why: string;
}

it(`damaged files, for ${SECONDS} s from seed ${SEED}`, { timeout: (SECONDS + 60) * 1000 }, async () => {
  mkdirSync(FOLDER, { recursive: true });
  const counts = new Map<string, Count>();
  const failures: Failed[] = [];
  const until = performance.now() + SECONDS * 1000;
  const all = kinds();
  for (let number = 0; performance.now() < until && failures.length < 20; number += 1) {
    const below = randomBelow(SEED + number);
    // Every kind as often, however many samples it has.
    const names = [...new Set(all.map(({ kind }) => kind))];
    const kind = names[number % names.length];
    const samples = all.filter((one) => one.kind === kind);
    const chosen = samples[below(samples.length)];
    if (!chosen) continue;
    const sample = damagedFile(chosen, below);
    writeFileSync(join(FOLDER, 'current.bin'), sample.bytes);
    const why = await problemOf(sample, countOf(counts, chosen.kind));
    if (why === null) continue;
    const name = `${SEED + number}-${sample.name}`;
    writeFileSync(join(FOLDER, name), sample.bytes);
    failures.push({ name, kind: chosen.kind, why });
  }
  console.table(Object.fromEntries([...counts].map(([kind, count]) => [kind, { ...count, slowest: `${Math.round(count.slowest)} ms` }]))); // prettier-ignore
  expect(failures, `seed ${SEED}; the files are in test-results/fuzz`).toEqual([]);
});

/** Damaged inside, outside, or both. */
function damagedFile({ parts, pack }: Kind, below: Below): Sample {
  const names = Object.keys(parts);
  const how = below(3);
  const inner = { ...parts };
  if (how !== 1) {
    const name = names[below(names.length)] ?? '';
    const part = parts[name];
    if (part) inner[name] = mutated(part, below);
  }
  const packed = pack(inner);
  return how === 0 ? packed : { name: packed.name, bytes: mutated(packed.bytes, below) };
}

function countOf(counts: Map<string, Count>, kind: string): Count {
  const count = counts.get(kind) ?? { read: 0, refused: 0, rows: 0, slowest: 0 };
  counts.set(kind, count);
  return count;
}

/** What went wrong with a file; null where it ended as it should. */
async function problemOf({ name, bytes }: Sample, count: Count): Promise<string | null> {
  const start = performance.now();
  try {
    const { tables } = await open([new File([bytes as BlobPart], name)], {}, () => undefined);
    for (const table of tables) {
      const { rows } = await readRows(table);
      count.rows += rows.length;
      const short = rows.find((row) => row.length < table.read.columns.length);
      if (short) return `a row of ${short.length} in a table of ${table.read.columns.length} columns`;
      if (table.engine.numbered) {
        const written = (await table.text.text()).length;
        if (rows.length === 0 && written > 0) return `no row of a text of ${written} characters`;
      }
    }
    count.read += 1;
  } catch (error) {
    if (!(error instanceof Refused)) return error instanceof Error ? (error.stack ?? error.message) : String(error); // prettier-ignore
    if (!/^[a-z]+_[a-z_]+$/.test(error.reason.key))
      return `a refusal without a sentence: ${error.reason.key}`;
    count.refused += 1;
  }
  const took = performance.now() - start;
  count.slowest = Math.max(count.slowest, took);
  return took > SLOW_MS ? `${Math.round(took)} ms` : null;
}
