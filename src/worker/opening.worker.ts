import { removeNetwork } from './guard';
removeNetwork(globalThis, null);

import { expose } from 'comlink';
import type { OpeningApi } from '../engine/opening-protocol';
import { settled } from './failures';
import { open, readTable } from './opening/open';
import { rawTexts } from './opening/raw-texts';

const api: OpeningApi = {
  open: (files, choices, onProgress) =>
    settled(() => open(files, choices, (progress) => void onProgress(progress))),
  rawTexts: (files, wanted) => settled(() => rawTexts(files, wanted)),
  readTable: (file, read) => settled(() => readTable(file, read)),
};

expose(api);
