/** @typedef {{ median: number, least: number, most: number, n: number }} Spread */

/** @param {number[]} values @returns {Spread | null} null where nothing was measured */
export function spreadOf(values) {
  const sorted = values.filter((value) => Number.isFinite(value)).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const middle = (sorted.length - 1) / 2;
  const median = (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
  return { median, least: sorted[0], most: sorted.at(-1), n: sorted.length };
}

/** Runs `work` so many times, one after the other, and gives what each returned. */
export async function repeated(times, work) {
  const outcomes = [];
  for (let turn = 0; turn < times; turn += 1) outcomes.push(await work(turn));
  return outcomes;
}

/** The worst of several watches of the main thread: the longest task with the moment it began, and the most of the rest. */
export function worst(watches) {
  const watched = watches.filter(Boolean);
  const longest = watched.reduce((worse, one) => (one.longestTask > worse.longestTask ? one : worse));
  return {
    ...longest,
    longTasks: Math.max(...watched.map(({ longTasks }) => longTasks)),
    longestFrame: Math.max(...watched.map(({ longestFrame }) => longestFrame)),
  };
}
