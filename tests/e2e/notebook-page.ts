import { readFile } from 'node:fs/promises';
import type { Download, Locator, Page } from '@playwright/test';
import { expect } from './fixtures';

/** A cell of the open notebook by its name. */
export function cellNamed(page: Page, title: string): Locator {
  return page.locator('section[data-cell]').filter({
    has: page.getByRole('heading', { level: 2, name: title, exact: true }),
  });
}

/** Cells of an analysis, in their order; a notebook holds texts, statements and segments beside them. */
export const analysisCells = (page: Page): Locator =>
  page.locator('section[data-cell]').filter({ has: page.locator('[data-status]') });

/** The finding of a cell: its first sentence. */
export const headlineOf = (cell: Locator): Locator => cell.locator('.headline');

/** The last line of a cell: rows in and out, definition, as-of date. */
export const sourceOf = (cell: Locator): Locator => cell.locator('.provenance');

/** Every cell has run. Waits as long as a busy machine may take for a first run. */
export async function allCurrent(page: Page): Promise<void> {
  const cells = page.locator('section[data-cell]');
  await expect(cells.first()).toBeVisible({ timeout: 60_000 });
  // Cells come to stand one by one; below the last of them is what adds another.
  await expect(page.locator('#add-cell')).toBeAttached({ timeout: 60_000 });
  const status = cells.locator('[data-status]');
  const current = status.and(page.locator('[data-status=current]'));
  // A cell's own part, and its state with it, may come after its frame.
  await expect(async () => {
    expect(await status.count()).toBeGreaterThan(0);
    expect(await current.count()).toBe(await status.count());
    await expect(cells.locator('[aria-busy=true]')).toHaveCount(0);
  }).toPass({ timeout: 60_000 });
}

export async function openTab(cell: Locator, name: 'Plot' | 'Table' | 'SQL' | 'Method'): Promise<void> {
  await cell.getByRole('tab', { name, exact: true }).click();
}

/** A parameter of a cell, or a choice of a dialog. */
export const choice = (within: Locator, name: string): Locator =>
  within.getByRole('combobox', { name, exact: true });

/** Head and body of a table as shown, cell by cell, blanks at the ends cut; U+00A0 reads as a space. */
export async function shownTable(table: Locator): Promise<{ head: string[]; body: string[][] }> {
  return table.evaluate((element: HTMLTableElement) => {
    const texts = (row: HTMLTableRowElement) =>
      [...row.cells].map((cell) => (cell.textContent ?? '').replace(/\s+/g, ' ').trim());
    return {
      head: [...(element.tHead?.rows ?? [])].flatMap(texts),
      body: [...element.tBodies].flatMap((body) => [...body.rows].map(texts)),
    };
  });
}

/** Chooses files through the page's own button, as a reader does. */
export async function chooseThrough(
  button: Locator,
  files: string | { name: string; text: string },
): Promise<void> {
  const chooser = button.page().waitForEvent('filechooser');
  await button.click();
  const given =
    typeof files === 'string'
      ? files
      : { name: files.name, mimeType: 'text/csv', buffer: Buffer.from(files.text) };
  await (await chooser).setFiles(given);
}

/** Opens the sample shop from the empty page, until its cells have run. */
export async function openSample(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Open the sample shop/ }).click();
  await allCurrent(page);
}

export async function bytesOf(download: Download): Promise<Buffer> {
  return readFile(await download.path());
}

export async function textOf(download: Download): Promise<string> {
  return (await bytesOf(download)).toString('utf8');
}
