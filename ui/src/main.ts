import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/source-serif-4/wght.css';
import './shared/tokens.css';
import './shared/base.css';
import './shared/parts.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { language } from './i18n/index.svelte';
import { letters } from './shared/painted';
import { session } from './state/session.svelte';

const target = document.getElementById('app');
if (target) {
  // Words, fonts and the state of the vault are asked for at once; what fails is told by the page.
  const dressed = Promise.all([session.dress(), letters()]);
  await session.refresh().catch(() => undefined);
  await dressed;
  if (new URLSearchParams(location.search).has('long')) await language.lengthen();
  mount(App, { target });
}
