import { formatInteger } from '../../messages/format';
import { m } from '../../messages/speak';
import { blocksOf, type LintReport, type ScoreBox } from './lint';
import type { ScoreRange, SegmentRule } from './schemes';

/** One sentence of the check of a segment table, with lines under it. */
export interface Finding {
  kind: 'fine' | 'problem' | 'info';
  text: string;
  lines: string[];
}

const EN_DASH = '–';

/** “3–5”, “5”. */
export function rangeText([from, to]: ScoreRange): string {
  return from === to ? String(from) : `${from}${EN_DASH}${to}`;
}

const blockText = (block: ScoreBox): string =>
  `R ${rangeText(block.r)}, F ${rangeText(block.f)}, M ${rangeText(block.m)}`;

/** What the check found, in the reader's language; `nameOf` gives the name readers know. */
export function findingsOf(
  report: LintReport,
  rules: readonly SegmentRule[],
  nameOf: (segment: string) => string,
): Finding[] {
  const row = (index: number) => ({ row: index + 1, segment: nameOf(rules[index]?.segment ?? '') });
  const findings: Finding[] = [];
  if (report.gaps.length > 0) {
    findings.push({
      kind: 'problem',
      text: m.rfm_rules_gap({
        count: report.gaps.length,
        cells: formatInteger(report.gaps.length),
        customers: formatInteger(report.gapCustomers),
      }),
      lines: blocksOf(report.gaps).map((block) =>
        m.rfm_rules_gap_block({
          block: blockText(block),
          count: block.customers,
          n: formatInteger(block.customers),
        }),
      ),
    });
  }
  for (const index of report.unreachable) {
    findings.push({ kind: 'problem', text: m.rfm_rules_unreachable(row(index)), lines: [] });
  }
  for (const index of report.empty) {
    findings.push({ kind: 'problem', text: m.rfm_rules_empty(row(index)), lines: [] });
  }
  if (report.overlaps.length > 0) {
    findings.push({
      kind: 'info',
      text: m.rfm_rules_overlaps({
        count: report.overlaps.length,
        n: formatInteger(report.overlaps.length),
      }),
      lines: report.overlaps.map((overlap) =>
        m.rfm_rules_overlap({
          count: overlap.cells,
          cells: formatInteger(overlap.cells),
          customers: formatInteger(overlap.customers),
          winner: row(overlap.winner).segment,
          loser: row(overlap.loser).segment,
        }),
      ),
    });
  }
  if (report.gaps.length === 0) {
    const text = report.overlaps.length === 0 ? m.rfm_rules_clean() : m.rfm_rules_clean_overlaps();
    findings.unshift({ kind: 'fine', text, lines: [] });
  }
  return findings;
}
