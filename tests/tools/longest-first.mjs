import { BaseSequencer } from 'vitest/node';

/** Files that start an engine: they take seconds where others take milliseconds. */
const STARTS_ENGINE = /\/tests\/(analyses|unit\/worker\/opening|unit\/rfm)\//;

/** Longest first, so that no worker is left with a long file while the other has nothing to do. */
export default class LongestFirst extends BaseSequencer {
  async sort(files) {
    const place = ({ moduleId }) => (STARTS_ENGINE.test(moduleId) ? 0 : 1);
    return (await super.sort(files)).sort((one, other) => place(one) - place(other));
  }
}
