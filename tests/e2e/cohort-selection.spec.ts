import type { Locator, Page } from '@playwright/test';
import type { Row } from '../../src/analyses/define';
import { expect, test, type RegularsPage } from './fixtures';
import { allCurrent, cellNamed } from './notebook-page';
import { smallShop } from './small-shop';

/** The outline of the chosen cell; dashed while its customers are being read. */
const INK = '.outlines rect[stroke="var(--ink)"]:not([stroke-dasharray])';
const TITLE = 'Cohort retention';
/** The first drawn row; the shop has fewer cohorts than the figure has rows. */
const FIRST = 0;

interface Figure {
  cell: Locator;
  /** What has focus, and scrolls. */
  control: Locator;
  bar: Locator;
  spoken: Locator;
  cells: Row[];
  cohorts: Row[];
}

async function figureOf(regulars: RegularsPage, page: Page): Promise<Figure> {
  await regulars.openReady();
  await regulars.importFile({ name: 'small-shop.csv', text: smallShop() });
  await allCurrent(page);
  const cell = cellNamed(page, TITLE);
  const control = cell.getByRole('application', { name: 'Customers behind the cells' });
  await expect(control).toBeVisible();
  const { cells = [] } = await regulars.run('cohort-retention');
  return {
    cell,
    control,
    bar: cell.getByRole('group', { name: 'Selected customers' }),
    spoken: cell.locator('.cohorts [aria-live=polite]'),
    cells,
    cohorts: cells.filter((row) => row.age === 0),
  };
}

const cellAt = ({ cells, cohorts }: Figure, row: number, age: number): Row => {
  const found = cells.find((one) => one.cohort === cohorts.at(row)?.cohort && one.age === age);
  if (!found) throw new Error(`No cell ${row}/${age}`);
  return found;
};

const counted = (customers: number) => (customers === 1 ? '1 customer,' : `${customers} customers,`);
const monthName = (day: unknown) =>
  new Date(`${String(day)}T00:00:00Z`).toLocaleDateString('en-US', {
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });

/** Clicks the drawn cell that says of itself to be of this cohort and period. */
async function clickCell(figure: Figure, cell: Row): Promise<void> {
  await rectOf(figure, cell).click();
}

function rectOf(figure: Figure, cell: Row): Locator {
  const period = new Date(`${String(cell.cohort)}T00:00:00Z`);
  period.setUTCMonth(period.getUTCMonth() + Number(cell.age));
  const said = `${monthName(cell.cohort)} cohort in ${monthName(period.toISOString().slice(0, 10))}`;
  return figure.control.locator('rect').filter({
    has: figure.cell.page().locator('title', { hasText: new RegExp(`^${said.replaceAll(' ', '\\s')}`) }),
  });
}

/** The outlined place, and the drawn cell's: the same but for the line's width. */
async function expectOutlined(figure: Figure, cell: Row): Promise<void> {
  const ink = figure.control.locator(INK);
  await expect(ink).toHaveCount(1);
  // The two are measured one after the other, and a figure may be drawn anew between them.
  await expect(async () => {
    const [outline, drawn] = [await ink.boundingBox(), await rectOf(figure, cell).boundingBox()];
    expect(Math.abs((outline?.x ?? 0) - (drawn?.x ?? 99))).toBeLessThan(3);
    expect(Math.abs((outline?.y ?? 0) - (drawn?.y ?? 99))).toBeLessThan(3);
    expect(Math.abs((outline?.width ?? 0) - (drawn?.width ?? 99))).toBeLessThan(5);
  }).toPass({ timeout: 10_000 });
}

test('a click on a cell chooses as many customers as it counts, a second one clears', async ({
  regulars,
  page,
}) => {
  const figure = await figureOf(regulars, page);
  const { bar, control, cohorts } = figure;

  const third = cellAt(figure, FIRST, 3);
  await clickCell(figure, third);
  await expect(bar).toContainText(counted(Number(third.customers)));
  await expect(bar).toContainText(`${monthName(third.cohort)} cohort, month 3`);
  await expectOutlined(figure, third);

  await test.step('the list holds the customers the data has', async () => {
    const [expected] = await regulars.query(
      `select count(distinct customer_id)::integer as customers, sum(amount)::double as revenue from orders
       where date_trunc('month', first_ordered_on) = date '${String(third.cohort)}'
         and date_trunc('month', ordered_on) = date '${String(third.cohort)}' + interval 3 month`,
    );
    expect(expected?.customers).toBe(third.customers);
    const money = Number(expected?.revenue).toLocaleString('en-US', {
      minimumFractionDigits: 2,
      maximumFractionDigits: 2,
    });
    await expect(bar).toContainText(money);
    await bar.getByRole('button', { name: 'List' }).click();
    await expect(page.getByRole('dialog').locator('tbody tr')).toHaveCount(Number(third.customers));
    await page.keyboard.press('Escape');
  });

  await test.step('a later click takes over', async () => {
    const first = cellAt(figure, FIRST + 1, 1);
    await clickCell(figure, first);
    await expect(bar).toContainText(counted(Number(first.customers)));
    await expectOutlined(figure, first);
  });

  await test.step('the outline is there after a redraw', async () => {
    await page.setViewportSize({ width: 1180, height: 900 });
    await expectOutlined(figure, cellAt(figure, FIRST + 1, 1));
    await clickCell(figure, cellAt(figure, FIRST + 1, 1));
    await expect(bar).toHaveCount(0);
    await expect(control.locator(INK)).toHaveCount(0);
  });

  await test.step('the size is the whole cohort', async () => {
    const size = cellAt(figure, FIRST + 2, 0);
    await control
      .locator('text')
      .filter({ hasText: monthName(size.cohort).replace(' ', '\u00a0') })
      .first()
      .click();
    await expect(bar).toContainText(counted(Number(size.size)));
    await expect(bar.locator('.title')).toHaveText(
      new RegExp(`^${monthName(size.cohort).replace(' ', '\\s')} cohort$`),
    );
  });

  await test.step('partial cells can be chosen; empty and future ones change nothing', async () => {
    const partial = figure.cells.find(
      (one) => one.state === 'partial' && Number(one.age) > 0 && Number(one.customers) > 0,
    );
    if (partial) {
      await clickCell(figure, partial);
      await expect(bar).toContainText(counted(Number(partial.customers)));
    }
    const before = await bar.textContent();
    const empty = figure.cells.find((one) => one.state !== 'future' && one.customers === 0);
    expect(empty).toBeDefined();
    if (empty) await clickCell(figure, empty);
    const last = cohorts.at(-1);
    const known = figure.cells.filter((one) => one.cohort === last?.cohort && one.state !== 'future').length;
    expect(known).toBeLessThan(cohorts.length);
    const [box, row] = [
      await control.boundingBox(),
      await control
        .locator('text')
        .filter({ hasText: monthName(last?.cohort).replace(' ', '\u00a0') })
        .first()
        .boundingBox(),
    ];
    await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) - 20, (row?.y ?? 0) + 8);
    expect(await bar.textContent()).toBe(before);
  });
});

test('the same by keyboard, in words and in sight', async ({ regulars, page }) => {
  const figure = await figureOf(regulars, page);
  const { bar, control, spoken } = figure;
  await control.focus();
  await expect(control).toHaveAccessibleDescription(/^Arrow keys move between cells/);
  const size = cellAt(figure, FIRST, 0);
  await expect(spoken).toContainText(`${Number(size.size)} of ${Number(size.size)} customers`);

  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown']) await page.keyboard.press(key);
  const second = cellAt(figure, FIRST + 1, 2);
  await expect(spoken).toContainText(`${String(second.customers)} of ${String(second.size)} customers`);
  await expect(spoken).toContainText('cohort, month 2');
  await expect(control.locator('.ring').last()).toHaveCSS('stroke-width', '2px');
  await expect(control.locator('.ring').last()).not.toHaveCSS('stroke', 'none');

  await page.keyboard.press('Enter');
  await expect(bar).toContainText(counted(Number(second.customers)));
  await expectOutlined(figure, second);
  await expect(control).toBeFocused();

  await page.keyboard.press('Escape');
  await expect(bar).toHaveCount(0);
  await page.keyboard.press('Control+End');
  await expect(control.locator('.ring').last()).toBeInViewport({ ratio: 0.99 });
  await page.keyboard.press('Control+Home');
  await expect(control.locator('.ring').last()).toBeInViewport({ ratio: 0.99 });
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press(' ');
  await expect(bar).toContainText(counted(Number(cellAt(figure, FIRST + 1, 0).size)));
});

test('in a narrow window cells are found however far the figure is scrolled', async ({ regulars, page }) => {
  await page.setViewportSize({ width: 700, height: 900 });
  const figure = await figureOf(regulars, page);
  const { bar, control, cells, cohorts } = figure;
  const last = cells.findLast((one) => one.cohort === cohorts[0]?.cohort && one.state !== 'future');
  if (!last) throw new Error('no cells');
  await control.focus();
  await page.keyboard.press('End');
  await expect.poll(() => control.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0);
  const chosen = cells.findLast(
    (one) => one.cohort === cohorts[0]?.cohort && one.state !== 'future' && Number(one.customers) > 0,
  );
  if (!chosen) throw new Error('no customers');
  await clickCell(figure, chosen);
  await expect(bar).toContainText(counted(Number(chosen.customers)));
  await expectOutlined(figure, chosen);
});

test('customers of an earlier count are not outlined where they are not those of the cell', async ({
  regulars,
  page,
}) => {
  const figure = await figureOf(regulars, page);
  const third = cellAt(figure, FIRST, 3);
  await clickCell(figure, third);
  await expect(figure.bar).toBeVisible();
  await expectOutlined(figure, third);
  const returned = figure.cell.getByRole('combobox', { name: 'Returned', exact: true });
  await returned.selectOption({ label: 'By then, cumulative' });
  const ink = figure.control.locator(INK);
  await expect(ink).toHaveCount(0);
  await returned.selectOption({ label: 'In the period' });
  await expect(ink).toHaveCount(1);
});
