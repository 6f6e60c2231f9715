import { recount } from '../../intake/because';
import { canIdentify, type IdentityFindings, type IdentityReport } from '../../intake/identity';
import { chargeEvidence } from '../../intake/order-sums';
import type { RefundTable } from '../../intake/refund-columns';
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
import type { OpenedTable } from '../../engine/opening-protocol';
import type { Assessment, Progress, Recipe, Staged, StagedTable } from '../../engine/protocol';
import type { Ledger } from '../../document/types';
import type { FlaggedRows } from '../../orders/judgement';
import { policyVariables } from '../../orders/policy-variables';
import { countUnreadableDates, profileColumns } from '../../orders/read-lines';
import emptyStagingSql from '../empty-staging.sql?raw';
import builtTotalsSql from '../../orders/built-totals.sql?raw';
import flagsSql from '../../orders/flags.sql?raw';
import totalsSql from '../../orders/totals.sql?raw';
import type { Database } from '../database';
import { Refused } from '../failures';
import type { Statements } from '../lane';
import { rowsOf } from '../lane-rows';
import { buildAndDrop, buildCanonical } from './build';
import { countCustomers, wholeFindings } from './identity';
import { chargeEffects, clockEffects } from './charge-effects';
import { effectsOf } from './effects';
import { inspect, readingsOf, type Inspection } from './inspect';
import { previewOf, setAsideRows } from './preview';
import { rowLedger, type LedgerTotals } from './row-ledger';
import { Staging } from './staging';
import { questionsOf, warningsOf, type Totals } from './warnings';

type OnProgress = (progress: Progress) => void;

/** Above this a profile of every column over the whole file is another noticeable pass; the sample's stands then. */
const PROFILE_BYTES = 80_000_000;
/** Values (rows × columns) of a profile that is no noticeable wait. */
const PROFILE_COLUMNS = 60;

export interface Choices {
  mapping: Mapping;
  readings: Readings;
  policies: Policies;
}

/**
 * Opened tables on their way in: read, judged under changing choices, then built or discarded.
 * The notebook's own tables are untouched until `build`.
 */
export class Importer {
  private readonly staging: Staging;

  private constructor(
    database: Database,
    private readonly inspection: Inspection,
  ) {
    this.staging = new Staging(database, inspection, inspection.preset?.platform ?? null);
  }

  /**
   * Throws `Refused` where the tables hold no rows of orders.
   * @param refunds tables of refunds that the notebook has had
   */
  static open(
    database: Database,
    tables: readonly OpenedTable[],
    refunds: readonly RefundTable[] = [],
  ): Importer {
    return new Importer(database, inspect(tables, refunds));
  }

  /** Reads the files with the guessed choices. `profile` adds a pass that counts every column over all rows. */
  async stage(
    lane: Statements,
    given: { mapping?: Mapping; policies?: Partial<Policies>; recipe?: Recipe },
    profile: boolean,
    onProgress: OnProgress,
  ): Promise<Staged> {
    const { read, evidence, guesses } = this.inspection;
    const recipe = given.recipe && hasColumns(read, given.recipe.mapping) ? given.recipe : null;
    const mapping = recipe?.mapping ?? { ...this.inspection.mapping, ...given.mapping };
    // What a person has just said goes before what the notebook says.
    const standing = given.policies ? undefined : recipe?.policies;
    const policies = standing ?? { ...DEFAULT_POLICIES, ...given.policies };
    const decided = await this.decideReadings(lane, mapping);
    await this.staging.load(lane, { mapping, readings: decided.readings, policies }, onProgress);
    const whole = profile && this.staging.bytes <= PROFILE_BYTES && read.columns.length <= PROFILE_COLUMNS;
    const profiles = whole ? await this.profile(lane, onProgress) : this.inspection.profiles;
    return {
      tables: await this.told(lane),
      unused: this.inspection.unused,
      platform: this.inspection.preset?.evidence ?? null,
      read,
      rowsRead: await this.staging.rowsRead(lane),
      readEvidence: { ...evidence, dates: decided.evidence },
      profiles,
      guesses: recount(guesses, profiles),
      mapping,
      readings: decided.readings,
      policies,
      refunds: this.inspection.source.refunds.map(({ names, columns }) => ({
        columns: [...names],
        meaning: columns,
      })),
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

  /** What the choices would do; the files are read again only where the mapping or a reading changed. */
  async assess(lane: Statements, choices: Choices, onProgress: OnProgress): Promise<Assessment> {
    const flagged = await this.judge(lane, choices, onProgress);
    onProgress({ stage: 'assess', share: null });
    const [totals] = await rowsOf<Totals & LedgerTotals & { purchase_days: number }>(lane, totalsSql);
    if (!totals) throw new Error('totals.sql gave no row');
    return {
      ledger: rowLedger(flagged, this.staging.setAside, choices.policies, totals),
      effects: [
        ...effectsOf(flagged, this.malformed, choices.policies, totals, this.staging.facts),
        ...chargeEffects(flagged, choices.policies, this.chargesIn(choices.mapping)),
        ...clockEffects(choices, this.staging.facts),
      ],
      preview: await previewOf(lane, this.staging, this.inspection, choices.mapping),
      warnings: this.warnings(flagged, totals, choices),
      missing: missingFields(choices),
      statuses: this.staging.facts.statuses,
      currencies: this.staging.facts.currencies,
      questions: questionsOf(this.staging.facts, choices.policies),
      identity: await this.identityReport(lane, choices.policies),
    };
  }

  /** Replaces the canonical tables, all or none. Throws `Refused` where no order could come of it. */
  async build(
    lane: Statements,
    choices: Choices,
    onProgress: OnProgress,
  ): Promise<{ ledger: Ledger; warnings: Reason[] }> {
    const [missing] = missingFields(choices);
    if (missing) throw new Refused(MISSING_SENTENCE[missing]);
    const flagged = await this.judge(lane, choices, onProgress);
    const [question] = questionsOf(this.staging.facts, choices.policies);
    if (question) throw new Refused(question);
    const rows = rowLedger(flagged, this.staging.setAside, choices.policies, NO_TOTALS);
    if ((rows.netting?.purchases.rows ?? rows.rowsUsed) === 0) throw new Refused(nothingUsed(rows));
    this.staging.forget();
    const netted = await buildCanonical(lane, choices, this.staging.facts, onProgress);
    const [totals] = await rowsOf<Totals & LedgerTotals>(lane, builtTotalsSql);
    if (!totals) throw new Error('built-totals.sql gave no row');
    return {
      ledger: rowLedger(flagged, this.staging.setAside, choices.policies, totals, netted),
      warnings: this.warnings(flagged, totals, choices),
    };
  }

  /**
   * The whole way of an import but its end, on tables made for it: the engine's code is compiled as it first runs, which
   * costs the first import a third of a second. Leaves nothing behind.
   */
  async rehearse(lane: Statements): Promise<void> {
    try {
      const { mapping, readings, policies } = await this.stage(lane, {}, false, () => undefined);
      const choices = { mapping, readings, policies };
      await this.assess(lane, choices, () => undefined);
      await buildAndDrop(lane, choices, this.staging.facts);
    } finally {
      this.staging.forget();
      await lane.runRegardless(emptyStagingSql);
    }
  }

  /** Every row set aside, as text, for the download. */
  async setAside(lane: Statements, choices: Choices): Promise<Assessment['preview']> {
    await this.judge(lane, choices, () => undefined);
    return setAsideRows(lane, this.staging, this.inspection, choices.mapping);
  }

  /** All that was found in telling customers apart, for the download; null where the file's own ids are taken. */
  async identityLists(lane: Statements, choices: Choices): Promise<IdentityFindings | null> {
    await this.judge(lane, choices, () => undefined);
    return wholeFindings(lane, choices.policies.identity);
  }

  private async identityReport(lane: Statements, policies: Policies): Promise<IdentityReport | null> {
    const { findings } = this.staging;
    return findings && { ...findings, ...(await countCustomers(lane, policies.guests)) };
  }

  private async told(lane: Statements): Promise<StagedTable[]> {
    const counts = await rowsOf<{ file_no: number; rows: number }>(
      lane,
      `select file_no::integer as file_no, count(*)::integer as rows from staging.lines group by file_no order by file_no`,
    );
    const rowsIn = new Map(counts.map(({ file_no, rows }) => [file_no, rows]));
    return this.inspection.tables.map(({ sample: _, lines: __, text: ___, aside, ...about }, index) => ({
      ...about,
      aside: aside.length,
      rows: rowsIn.get(index + 1) ?? (index < this.inspection.baseTables ? 0 : null),
    }));
  }

  private chargesIn(mapping: Mapping): ReturnType<typeof chargeEvidence> {
    return chargeEvidence(this.inspection.read.columns, mapping, this.inspection.rows);
  }

  private get malformed(): number {
    return this.staging.setAside.get('malformed') ?? 0;
  }

  private warnings(flagged: readonly FlaggedRows[], totals: Totals, choices: Choices): Reason[] {
    return warningsOf(totals, copiesIn(flagged), this.staging, choices, this.inspection);
  }

  private async judge(lane: Statements, choices: Choices, onProgress: OnProgress): Promise<FlaggedRows[]> {
    await this.staging.load(lane, choices, onProgress);
    const { mapping, readings, policies } = choices;
    await this.staging.identify(lane, policies.identity);
    await lane.run(setVariables(policyVariables(mapping, readings, policies, this.staging.facts)));
    return rowsOf<FlaggedRows>(lane, flagsSql);
  }

  private async settleDates(
    lane: Statements,
    mapping: Mapping,
    dates: readonly DateReading[],
    ambiguous: boolean,
  ) {
    const column = mapping.orderedAt;
    if (column === undefined || dates.length < 2) return { reading: dates[0] ?? null, ambiguous };
    const [counts] = await this.staging.reading(() =>
      rowsOf<Record<string, number>>(
        lane,
        countUnreadableDates(this.inspection.source, column, dates, mapping.orderedTime),
      ),
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
    const { source, profiles } = this.inspection;
    const [counts] = await this.staging.reading(() =>
      rowsOf<Record<string, number>>(lane, profileColumns(source)),
    );
    return profiles.map((profile, index) => ({
      ...profile,
      blank: counts?.[`blank${index + 1}`] ?? profile.blank,
      distinct: counts?.[`distinct${index + 1}`] ?? profile.distinct,
    }));
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
function missingFields({ mapping, policies }: Choices): (keyof typeof MISSING_SENTENCE & Field)[] {
  const has = (field: Field) => mapping[field] !== undefined;
  return (['customer', 'orderedAt', 'amount'] as const).filter((field) => {
    if (field === 'customer') return !canIdentify(mapping, policies.identity);
    return field === 'amount' ? !has('amount') && !has('unitPrice') : !has(field);
  });
}

const NO_TOTALS: LedgerTotals = {
  orders: 0,
  customers: 0,
  first_day: null,
  last_day: null,
  customers_without_orders: 0,
};

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
