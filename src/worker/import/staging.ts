import type { AsideLine, OpenedTable } from '../../engine/opening-protocol';
import type { Progress } from '../../engine/protocol';
import { takesIdsAsTheyAre, type IdentityFindings, type IdentityPolicy } from '../../intake/identity';
import type { AsideReason, Reason } from '../../intake/types';
import type { Platform } from '../../intake/platforms';
import copiesSql from '../../orders/copies.sql?raw';
import fillDownSql from '../../orders/fill-down.sql?raw';
import judgedSql from '../../orders/judged.sql?raw';
import { NO_FACTS, type LineFacts } from '../../orders/line-facts';
import { setVariables } from '../../orders/literals';
import { countLineBreaks, createLines } from '../../orders/read-lines';
import { partsOf } from '../../orders/source';
import rejectedSql from '../../orders/rejected.sql?raw';
import type { Database } from '../database';
import type { Statements } from '../lane';
import { countOf, rowsOf } from '../lane-rows';
import { stitchCustomers } from './identity';
import { convertClock, otherDays, zonesOf } from './clock';
import type { Choices } from './importer';
import { learnLines } from './line-facts';
import { readBeside } from './members-and-costs';
import { spreadCharges } from './order-charges';
import { countPhysicalLines } from './physical-lines';
import { addRefunds, judgeRefunds, withUndoneRefunds } from './refund-tables';
import type { Whole } from './tables';

/** Whose rows `staging` holds: a file that was being read when it was cancelled has pushed out the one before it. */
const inStaging = new WeakMap<Database, Staging>();

/** The rows of the opened tables in the engine: read under a mapping and readings, and everything else accounted for. */
export class Staging {
  /** The choices `staging.lines` was read with; null before the first reading. */
  private loadedFor: string | null = null;
  /** The identity policy that `customer_key` is under; null where the lines are as they were read. */
  private identifiedBy: string | null = null;
  /** Whether `customer_key` may be a person's instead of the file's own id. */
  private mayBeStitched = false;
  /** What was found in telling customers apart; null where the files' own ids are taken as they are. */
  findings: IdentityFindings | null = null;
  private rejected = 0;
  /** Lines that are in no row at all. */
  unread = 0;
  /** What the rows hold, whatever the policies. */
  facts: LineFacts = NO_FACTS;
  /** What was made of tables of refunds. */
  refundNotes: Reason[] = [];
  /** What was made of files of members and of costs. */
  besideNotes: Reason[] = [];
  readonly bytes: number;
  /** Lines of the files that were known not to be rows when they were opened. */
  readonly aside: (AsideLine & { fileNo: number })[];

  constructor(
    private readonly database: Database,
    private readonly whole: Whole,
    private readonly platform: Platform | null,
  ) {
    this.bytes = whole.tables.reduce((sum, table) => sum + table.text.size, 0);
    this.aside = this.baseTables.flatMap((table, index) =>
      table.aside.map((line) => ({ ...line, fileNo: index + 1 })),
    );
  }

  /** Rows set aside before any is judged, by reason. They carry no amount. */
  get setAside(): Map<AsideReason, number> {
    const counts = new Map<AsideReason, number>();
    for (const { reason } of this.aside) counts.set(reason, (counts.get(reason) ?? 0) + 1);
    const malformed = (counts.get('malformed') ?? 0) + this.rejected + this.unread;
    if (malformed > 0) counts.set('malformed', malformed);
    return counts;
  }

  async rowsRead(lane: Statements): Promise<number> {
    const lines = await countOf(lane, 'staging.lines');
    return [...this.setAside.values()].reduce((sum, rows) => sum + rows, lines);
  }

  /** The build uses the lines up: for other choices after it the files are read again. */
  forget(): void {
    this.loadedFor = null;
  }

  /** Reads the files, unless they were read with these very choices. Of the policies only the zones matter here. */
  async load(
    lane: Statements,
    { mapping, readings, policies }: Choices,
    onProgress: (progress: Progress) => void,
  ): Promise<void> {
    const { cancelledPrefix: _, ...read } = readings;
    const zones = zonesOf(mapping, policies);
    const key = JSON.stringify([mapping, read, zones]);
    if (this.loadedFor === key && inStaging.get(this.database) === this) return;
    this.loadedFor = null;
    this.identifiedBy = null;
    this.mayBeStitched = false;
    inStaging.set(this.database, this);
    const totalBytes = this.bytes;
    let bytes = 0;
    onProgress({ stage: 'read', share: 0, bytes, totalBytes });
    await lane.run('drop table if exists rejects; drop table if exists rejects_scan');
    await lane.run(
      setVariables({
        p_base_files: this.whole.baseTables,
        p_has_refund_tables: this.whole.source.refunds.length > 0,
      }),
    );
    const physical = this.countPhysical();
    await this.reading(
      () => lane.run(createLines(this.whole.source, mapping, readings, zones !== null)),
      (more) => {
        bytes = Math.min(totalBytes, bytes + more);
        onProgress({ stage: 'read', share: totalBytes === 0 ? 1 : bytes / totalBytes, bytes, totalBytes });
      },
    );
    const converted = zones !== null && (await convertClock(lane, zones));
    if (readings.fillDown) await lane.run(fillDownSql);
    const doubtfulCharges = await spreadCharges(lane, mapping);
    const { source } = this.whole;
    const hasRefunds = source.refunds.length > 0;
    // Below orders that are complete: what refunds do not say is their orders'.
    const refundsConverted =
      hasRefunds && (await this.reading(() => addRefunds(lane, source, { mapping, readings }, zones)));
    const hasBeside = source.members !== null || source.costs.length > 0;
    const beside = () => readBeside(lane, this.whole, readings);
    this.besideNotes = await (hasBeside ? this.reading(beside) : beside());
    await lane.run(rejectedSql);
    this.rejected = await countOf(lane, 'staging.rejected');
    this.unread = await this.countUnread(lane, await physical);
    await lane.run(copiesSql);
    this.refundNotes = hasRefunds ? await judgeRefunds(lane, this.whole) : [];
    const facts = await learnLines(lane, mapping, readings, this.platform);
    this.facts = {
      ...(hasRefunds ? await withUndoneRefunds(lane, facts) : facts),
      doubtfulCharges,
      otherDay: converted ? await otherDays(lane) : refundsConverted ? { orders: 0, rows: 0 } : null,
    };
    this.loadedFor = key;
  }

  /** Makes `customer_key` the person's under the policy, unless it already is; from then on lines can be judged. */
  async identify(lane: Statements, policy: IdentityPolicy): Promise<void> {
    const key = JSON.stringify(policy);
    if (this.identifiedBy === key) return;
    this.identifiedBy = null;
    this.findings = null;
    if (this.mayBeStitched || !takesIdsAsTheyAre(policy)) {
      this.mayBeStitched = true;
      this.findings = await stitchCustomers(lane, this.database, policy);
    }
    // Only now: a view is made of the columns that the lines have, and telling persons apart adds one.
    await lane.run(judgedSql);
    this.identifiedBy = key;
  }

  /** Makes the files readable while `work` runs. */
  reading<T>(work: () => Promise<T>, onBytes?: (bytes: number) => void): Promise<T> {
    const files = partsOf(this.whole.source).map(({ file }, index) => ({
      name: file,
      file: fileOf(this.whole.tables[index]),
    }));
    return this.database.withFiles(files, work, onBytes);
  }

  /** Those whose rows are counted; the others only tell more about them. */
  private get baseTables(): readonly OpenedTable[] {
    return this.whole.tables.slice(0, this.whole.baseTables);
  }

  private async countPhysical(): Promise<number> {
    let lines = 0;
    for (const table of this.baseTables) {
      // A name in the header can hold line breaks of its own.
      const header = table.engine.header ? table.read.columns.join('').split('\n').length : 0;
      lines += (await countPhysicalLines(table.text)) - header;
    }
    return lines;
  }

  /**
   * Lines of the files that are in no row. A quote that is never closed takes all that follows into one record, and the
   * engine can lose a record longer than its buffer without a word: what its rows do not account for is set aside here.
   */
  private async countUnread(lane: Statements, physical: number): Promise<number> {
    const [read] = await rowsOf<{ rows: number }>(
      lane,
      `select count(*)::integer as rows from staging.lines where file_no <= getvariable('p_base_files')`,
    );
    const missing = physical - (read?.rows ?? 0) - this.rejected;
    if (missing <= 0) return 0;
    const [inFields] = await this.reading(() =>
      rowsOf<{ breaks: number }>(lane, countLineBreaks(this.whole.source)),
    );
    return Math.max(0, missing - (inFields?.breaks ?? 0));
  }
}

/** The engine asks for a file's size and slices; a text made in memory has no name of its own. */
function fileOf(table: OpenedTable | undefined): File {
  if (!table) throw new Error('A part has no table');
  return table.text instanceof File ? table.text : new File([table.text], 'table.csv');
}
