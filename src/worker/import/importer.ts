import { recount } from '../../intake/because';
import { DEFAULT_POLICIES } from '../../intake/policies';
import type {
  ColumnProfile,
  DateReading,
  Field,
  Mapping,
  Policies,
  ReadOptions,
  Readings,
  Reason,
} from '../../intake/types';
import { setVariables } from '../../orders/literals';
import type { Assessment, Progress, Recipe, Staged } from '../../engine/protocol';
import type { Ledger } from '../../document/types';
import { ledgerOf, type FlaggedRows, type RowLedger } from '../../orders/judgement';
import { policyVariables } from '../../orders/policy-variables';
import { countLineBreaks, countUnreadableDates, createLines, profileColumns } from '../../orders/read-lines';
import builtTotalsSql from '../../orders/built-totals.sql?raw';
import copiesSql from '../../orders/copies.sql?raw';
import flagsSql from '../../orders/flags.sql?raw';
import judgedSql from '../../orders/judged.sql?raw';
import rejectedSql from '../../orders/rejected.sql?raw';
import totalsSql from '../../orders/totals.sql?raw';
import type { Database } from '../database';
import { Refused } from '../failures';
import type { Statements } from '../lane';
import { rowsOf } from '../lane-rows';
import { buildCanonical } from './build';
import { effectsOf } from './effects';
import { inspect, readingsOf, type Inspection } from './inspect';
import { countPhysicalLines } from './physical-lines';
import { previewOf, setAsideRows } from './preview';
import { warningsOf, type Totals } from './warnings';

type OnProgress = (progress: Progress) => void;

/** Above this a profile of every column over the whole file is another noticeable pass; the sample's stands then. */
const PROFILE_BYTES = 80_000_000;
const FILE_NAME = 'imp/1.csv';

/** Whose file `staging` holds: a file that was being read when it was cancelled has pushed out the one before it. */
const inStaging = new WeakMap<Database, Importer>();

export interface Choices {
  mapping: Mapping;
  readings: Readings;
  policies: Policies;
}

/**
 * One file on its way in: read, judged under changing choices, then built or discarded.
 * The notebook's own tables are untouched until `build`.
 */
export class Importer {
  /** The choices `staging.lines` was read with; null before the first reading. */
  private loadedFor: string | null = null;
  private rejected = 0;
  /** Lines that are in no row at all; counted as malformed beside the rejected. */
  private unread = 0;

  private constructor(
    private readonly database: Database,
    private readonly file: File,
    private readonly inspection: Inspection,
  ) {}

  /** Throws `Refused` where the file cannot be read as a table. */
  static async open(database: Database, file: File, chosen?: Partial<ReadOptions>): Promise<Importer> {
    return new Importer(database, file, await inspect(file, chosen));
  }

  /** Reads the file with the guessed choices. `profile` adds a pass that counts every column over the whole file. */
  async stage(
    lane: Statements,
    given: { mapping?: Mapping; policies?: Partial<Policies>; recipe?: Recipe },
    profile: boolean,
    onProgress: OnProgress,
  ): Promise<Staged> {
    const { read, evidence, guesses } = this.inspection;
    const recipe = given.recipe && hasColumns(read, given.recipe.mapping) ? given.recipe : null;
    const mapping = recipe?.mapping ?? { ...this.inspection.mapping, ...given.mapping };
    const policies = recipe?.policies ?? { ...DEFAULT_POLICIES, ...given.policies };
    const decided = await this.decideReadings(lane, mapping);
    await this.load(lane, { mapping, readings: decided.readings, policies }, onProgress);
    const whole = profile && this.file.size <= PROFILE_BYTES;
    const profiles = whole ? await this.profile(lane, onProgress) : this.inspection.profiles;
    const [counted] = await rowsOf<{ rows: number }>(
      lane,
      'select count(*)::integer as rows from staging.lines',
    );
    return {
      file: { name: this.file.name, bytes: this.file.size },
      read,
      rowsRead: (counted?.rows ?? 0) + this.rejected + this.unread,
      readEvidence: { ...evidence, dates: decided.evidence },
      profiles,
      guesses: recount(guesses, profiles),
      mapping,
      readings: decided.readings,
      policies,
      dateIsAmbiguous: decided.ambiguous,
    };
  }

  /** Readings for a mapping: from the sample, and where it leaves dates open from the whole column. */
  async decideReadings(
    lane: Statements,
    mapping: Mapping,
  ): Promise<{ readings: Readings; ambiguous: boolean; evidence: Reason }> {
    const { readings, dates, ambiguous, evidence } = readingsOf(this.inspection, mapping);
    const settled = await this.settleDates(lane, mapping, dates, ambiguous);
    return {
      readings: settled.reading ? { ...readings, orderedAt: settled.reading } : readings,
      ambiguous: settled.ambiguous,
      evidence: evidence ?? { key: 'intake_read_dates_none' },
    };
  }

  /** What the choices would do; the file is read again only where the mapping or a reading changed. */
  async assess(lane: Statements, choices: Choices, onProgress: OnProgress): Promise<Assessment> {
    const flagged = await this.judge(lane, choices, onProgress);
    onProgress({ stage: 'assess', share: null });
    const rows = ledgerOf(flagged, this.rejected + this.unread, choices.policies);
    const [totals] = await rowsOf<Totals & { purchase_days: number }>(lane, totalsSql);
    if (!totals) throw new Error('totals.sql gave no row');
    return {
      ledger: fullLedger(rows, totals),
      effects: effectsOf(flagged, this.rejected + this.unread, choices.policies, totals),
      preview: await previewOf(lane, (work) => this.reading(work), this.inspection, choices.mapping),
      warnings: warningsOf(totals, copiesIn(flagged), this.unread, choices.mapping, this.inspection),
      missing: missingFields(choices.mapping),
    };
  }

  /** Replaces the canonical tables, all or none. Throws `Refused` where no order could come of it. */
  async build(
    lane: Statements,
    choices: Choices,
    onProgress: OnProgress,
  ): Promise<{ ledger: Ledger; warnings: Reason[] }> {
    const [missing] = missingFields(choices.mapping);
    if (missing) throw new Refused(MISSING_SENTENCE[missing]);
    const flagged = await this.judge(lane, choices, onProgress);
    const rows = ledgerOf(flagged, this.rejected + this.unread, choices.policies);
    if (rows.rowsUsed === 0) throw new Refused(nothingUsed(rows));
    // The build uses the lines up: for other choices after it the file is read again.
    this.loadedFor = null;
    await buildCanonical(lane, choices, onProgress);
    const [totals] = await rowsOf<Totals>(lane, builtTotalsSql);
    if (!totals) throw new Error('built-totals.sql gave no row');
    return {
      ledger: fullLedger(rows, totals),
      warnings: warningsOf(totals, copiesIn(flagged), this.unread, choices.mapping, this.inspection),
    };
  }

  /** Every row set aside, as text, for the download. */
  async setAside(lane: Statements, choices: Choices): Promise<Assessment['preview']> {
    await this.judge(lane, choices, () => undefined);
    return setAsideRows(lane, (work) => this.reading(work), this.inspection, choices.mapping);
  }

  private async judge(lane: Statements, choices: Choices, onProgress: OnProgress): Promise<FlaggedRows[]> {
    await this.load(lane, choices, onProgress);
    await lane.run(setVariables(policyVariables(choices.mapping, choices.readings, choices.policies)));
    return rowsOf<FlaggedRows>(lane, flagsSql);
  }

  private async load(
    lane: Statements,
    { mapping, readings }: Choices,
    onProgress: OnProgress,
  ): Promise<void> {
    const { cancelledPrefix: _, ...read } = readings;
    const key = JSON.stringify([mapping, read]);
    if (this.loadedFor === key && inStaging.get(this.database) === this) return;
    this.loadedFor = null;
    inStaging.set(this.database, this);
    const totalBytes = this.file.size;
    let bytes = 0;
    onProgress({ stage: 'read', share: 0, bytes, totalBytes });
    await lane.run('drop table if exists rejects; drop table if exists rejects_scan');
    const physical = countPhysicalLines(this.file);
    await this.reading(
      (name) => lane.run(createLines(name, this.inspection.read, mapping, readings)),
      (more) => {
        bytes = Math.min(totalBytes, bytes + more);
        onProgress({ stage: 'read', share: totalBytes === 0 ? 1 : bytes / totalBytes, bytes, totalBytes });
      },
    );
    await lane.run(rejectedSql);
    const [rejected] = await rowsOf<{ rows: number }>(
      lane,
      'select count(*)::integer as rows from staging.rejected',
    );
    this.rejected = rejected?.rows ?? 0;
    this.unread = await this.countUnread(lane, await physical);
    await lane.run(copiesSql);
    await lane.run(judgedSql);
    this.loadedFor = key;
  }

  /**
   * Lines of the file that are in no row. A quote that is never closed takes all that follows into one record, and the
   * engine can lose a record longer than its buffer without a word: what its rows do not account for is set aside here.
   */
  private async countUnread(lane: Statements, physical: number): Promise<number> {
    const [read] = await rowsOf<{ rows: number }>(
      lane,
      'select count(*)::integer as rows from staging.lines',
    );
    const { header, columns } = this.inspection.read;
    // A name in the header can hold line breaks of its own.
    const headerLines = header ? columns.join('').split('\n').length : 0;
    const missing = physical - headerLines - (read?.rows ?? 0) - this.rejected;
    if (missing <= 0) return 0;
    const [inFields] = await this.reading((name) =>
      rowsOf<{ breaks: number }>(lane, countLineBreaks(name, this.inspection.read)),
    );
    return Math.max(0, missing - (inFields?.breaks ?? 0));
  }

  private async settleDates(
    lane: Statements,
    mapping: Mapping,
    dates: readonly DateReading[],
    ambiguous: boolean,
  ) {
    const column = mapping.orderedAt;
    if (column === undefined || dates.length < 2) return { reading: dates[0] ?? null, ambiguous };
    const [counts] = await this.reading((name) =>
      rowsOf<Record<string, number>>(lane, countUnreadableDates(name, this.inspection.read, column, dates)),
    );
    const ranked = dates
      .map((reading, index) => ({ reading, unreadable: counts?.[`n${index}`] ?? Infinity }))
      .sort((a, b) => a.unreadable - b.unreadable);
    return {
      reading: ranked[0]?.reading ?? null,
      ambiguous: ambiguous && ranked[0]?.unreadable === ranked[1]?.unreadable,
    };
  }

  private async profile(lane: Statements, onProgress: OnProgress): Promise<ColumnProfile[]> {
    onProgress({ stage: 'profile', share: null });
    const { read, profiles } = this.inspection;
    const [counts] = await this.reading((name) =>
      rowsOf<Record<string, number>>(lane, profileColumns(name, read)),
    );
    return profiles.map((profile, index) => ({
      ...profile,
      blank: counts?.[`blank${index + 1}`] ?? profile.blank,
      distinct: counts?.[`distinct${index + 1}`] ?? profile.distinct,
    }));
  }

  private reading<T>(work: (name: string) => Promise<T>, onBytes?: (bytes: number) => void): Promise<T> {
    return this.database.withFile(FILE_NAME, this.file, () => work(FILE_NAME), onBytes);
  }
}

function hasColumns(read: ReadOptions, mapping: Mapping): boolean {
  return Object.values(mapping).every((column) => read.columns.includes(column));
}

const MISSING_SENTENCE = {
  customer: { key: 'intake_no_customer' },
  orderedAt: { key: 'intake_no_date' },
  amount: { key: 'intake_no_amount' },
} as const;

/** What a file must have: who, when, and how much (an amount, or a price to compute it from). */
function missingFields(mapping: Mapping): (keyof typeof MISSING_SENTENCE & Field)[] {
  const has = (field: Field) => mapping[field] !== undefined;
  return (['customer', 'orderedAt', 'amount'] as const).filter((field) =>
    field === 'amount' ? !has('amount') && !has('unitPrice') : !has(field),
  );
}

function fullLedger(rows: RowLedger, totals: Totals): Ledger {
  return {
    ...rows,
    orders: totals.orders,
    customers: totals.customers,
    firstDay: totals.first_day,
    lastDay: totals.last_day,
  };
}

function copiesIn(flagged: readonly FlaggedRows[]): number {
  return flagged.filter((group) => group.copied).reduce((sum, group) => sum + group.rows, 0);
}

/** The sentence for a file of which no row can be used: the most frequent reason is what to mend. */
function nothingUsed(ledger: Pick<Ledger, 'setAside'>): Reason {
  const [most] = [...ledger.setAside].sort((a, b) => b.rows - a.rows);
  if (most?.reason === 'unreadable_date') return MISSING_SENTENCE.orderedAt;
  if (most?.reason === 'unreadable_amount') return MISSING_SENTENCE.amount;
  if (most?.reason === 'no_customer') return MISSING_SENTENCE.customer;
  return { key: 'import_nothing_used' };
}
