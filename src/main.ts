import './app.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { Engine } from './state/engine.svelte';
import { FileExporter } from './state/file-exporter';
import { Imports } from './state/imports.svelte';
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
const imports = new Imports(engine, notebook, notices, exporter);

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
mount(App, {
  target,
  props: { app: { preferences, engine, notebook, imports, notices }, version: __REGULARS_VERSION__ },
});

window.regulars = regularsApi(engine, notebook, imports);
void notebook.openFromAddress();
void engine.client().then(
  () => engine.testSeal(),
  () => notices.say(m.state_engine_failed(), 'error'),
);
