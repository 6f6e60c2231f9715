import './app.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { Engine } from './state/engine.svelte';
import { FileExporter } from './state/file-exporter';
import { Imports } from './state/imports.svelte';
import { LockedFiles } from './state/locked-files.svelte';
import { Notebook } from './state/notebook.svelte';
import { NoticeList } from './state/notices.svelte';
import { ReaderPreferences } from './state/preferences.svelte';
import { regularsApi } from './state/regulars-api';
import { m } from './messages/speak';

const preferences = new ReaderPreferences();
const notices = new NoticeList();
const engine = new Engine();
const exporter = new FileExporter();
// Nothing of this is needed for the first paint.
const storage = import('./storage/open').then(({ openStorage }) => openStorage());
const notebook = new Notebook(engine, storage, notices, exporter);
const locked = new LockedFiles(notebook, notices);
const imports = new Imports(engine, notebook, notices, exporter, (file) => locked.receive(file));
const sharing = once(() =>
  import('./state/sharing.svelte').then(({ Sharing }) => new Sharing(notebook, notices)),
);

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
mount(App, {
  target,
  props: {
    app: { preferences, engine, notebook, imports, notices, locked, sharing },
    version: __REGULARS_VERSION__,
  },
});

window.regulars = regularsApi(engine, notebook, imports, sharing);
void notebook.openFromAddress();
void engine.client().then(
  () => engine.testSeal(),
  () => notices.say(m.state_engine_failed(), 'error'),
);

/** Made at the first call, the same ever after; one that failed is tried again. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () =>
    (made ??= make().catch((error: unknown) => {
      made = null;
      throw error;
    }));
}
