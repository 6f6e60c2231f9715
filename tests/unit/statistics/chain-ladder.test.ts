import { describe, expect, test } from 'vitest';
import type { Row } from '../../../src/analyses/define';
import {
  developmentFactors,
  paybackRows,
  projectedAmounts,
  projectedValueRows,
  valueByAgeRows,
} from '../../../src/statistics/chain-ladder';

/** The Taylor–Ashe triangle, cumulative, as Mack (ASTIN Bulletin 23, 1993) uses it. */
const TRIANGLE = [
  [357848, 1124788, 1735330, 2218270, 2745596, 3319994, 3466336, 3606286, 3833515, 3901463],
  [352118, 1236139, 2170033, 3353322, 3799067, 4120063, 4647867, 4914039, 5339085],
  [290507, 1292306, 2218525, 3235179, 3985995, 4132918, 4628910, 4909315],
  [310608, 1418858, 2195047, 3757447, 4029929, 4381982, 4588268],
  [443160, 1136350, 2128333, 2897821, 3402672, 3873311],
  [396132, 1333217, 2180715, 2985752, 3691712],
  [440832, 1288463, 2419861, 3483130],
  [359480, 1421128, 2864498],
  [376686, 1363294],
  [344014],
].map((cumulative) => ({ size: 1, cumulative }));

describe('the chain ladder', () => {
  const factors = developmentFactors(TRIANGLE);

  test('published factors', () => {
    expect(factors[0]).toBeNull();
    expect(factors.slice(1).map((factor) => Number(factor?.toFixed(4)))).toEqual([
      3.4906, 1.7473, 1.4574, 1.1739, 1.1038, 1.0863, 1.0539, 1.0766, 1.0177,
    ]);
  });

  test('published reserves: what each row still grows by', () => {
    const reserves = TRIANGLE.map((row) => {
      const last = row.cumulative.at(-1) ?? 0;
      return Math.round((projectedAmounts(row, factors).at(-1) ?? last) - last);
    });
    expect(reserves).toEqual([0, 94634, 469511, 709638, 984889, 1419459, 2177641, 3920301, 4278972, 4625811]);
  });

  test('ends where there is no factor, and does not begin where there is no amount', () => {
    const gone = [
      { size: 1, cumulative: [5, 0, 4] },
      { size: 1, cumulative: [5, 0] },
    ];
    expect(developmentFactors(gone)).toEqual([null, 0, null]);
    expect(projectedAmounts({ size: 1, cumulative: [2] }, [null, 2, null, 3])).toEqual([4]);
    expect(projectedAmounts({ size: 1, cumulative: [-2] }, [null, 2])).toEqual([]);
    expect(projectedAmounts({ size: 1, cumulative: [] }, [null, 2])).toEqual([]);
    expect(developmentFactors([])).toEqual([]);
  });
});

describe('rows of cohorts', () => {
  const cell = (cohort: string, age: number, size: number, amount: number | null, state: string): Row => ({
    cohort,
    age,
    size,
    state,
    cumulative_revenue: amount,
  });
  const rows = [
    cell('2024-01-01', 0, 10, 100, 'complete'),
    cell('2024-01-01', 1, 10, 150, 'complete'),
    cell('2024-01-01', 2, 10, 180, 'complete'),
    cell('2024-02-01', 0, 20, 300, 'complete'),
    cell('2024-02-01', 1, 20, 330, 'complete'),
    cell('2024-02-01', 2, 20, 999, 'partial'),
    cell('2024-03-01', 0, 4, 40, 'partial'),
    cell('2024-03-01', 1, 4, null, 'future'),
  ];

  test('averages over those who have come that far', () => {
    expect(valueByAgeRows(rows, { margin: 0.5 })).toEqual([
      {
        age: 0,
        n: 30,
        cohorts: 2,
        revenue_per_customer: 400 / 30,
        margin_per_customer: 200 / 30,
        growth: null,
      },
      { age: 1, n: 30, cohorts: 2, revenue_per_customer: 16, margin_per_customer: 8, growth: 1.2 },
      { age: 2, n: 10, cohorts: 1, revenue_per_customer: 18, margin_per_customer: 9, growth: 1.2 },
    ]);
  });

  test('a first cohort of old customers is in no average and no growth', () => {
    const old = [cell('2023-12-01', 0, 31, 3000, 'complete'), cell('2023-12-01', 1, 31, 9000, 'complete')];
    const plain = valueByAgeRows(rows, {});
    expect(valueByAgeRows([...old, ...rows], {})).toEqual(plain);
    // 1.5 times the median of 10 and 20 is not yet too large, and a cut one has nothing to leave out.
    expect(valueByAgeRows([cell('2023-12-01', 0, 22, 3000, 'complete'), ...rows], {})[0]).toMatchObject({
      n: 52,
    });
    const cut = cell('2023-12-01', 0, 31, 3000, 'truncated');
    expect(valueByAgeRows([cut, ...rows], {})).toEqual(plain);
  });

  test('projections and payback', () => {
    expect(projectedValueRows(rows, { margin: 0.5 })).toEqual([
      {
        cohort: '2024-02-01',
        age: 2,
        size: 20,
        cumulative_revenue: 396,
        revenue_per_customer: 19.8,
        margin_per_customer: 9.9,
      },
    ]);
    const paid = paybackRows(rows, { margin: 0.5, cost: 9 });
    expect(
      paid.map((row) => [row['payback_age'], row['projected_payback_age'], row['projected_age']]),
    ).toEqual([
      [2, null, null],
      [null, 2, 2],
      [null, null, null],
    ]);
    expect(paybackRows(rows, { margin: 1, cost: 0 }).every((row) => row['payback_age'] === null)).toBe(true);
    expect(paid[2]).toMatchObject({ last_age: null, revenue_per_customer: null });
  });
});
