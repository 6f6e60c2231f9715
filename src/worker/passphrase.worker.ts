import { removeNetwork } from './guard';
removeNetwork(globalThis, null);

import { expose } from 'comlink';
import { lock, unlock, type PassphraseApi } from '../sharing/passphrase';

const api: PassphraseApi = { lock, unlock };

expose(api);
