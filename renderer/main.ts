import { mount } from 'svelte';
import type { Desktop } from '../shared/desktop.ts';
import Root from './App.svelte';
import { App } from './live/app.svelte.ts';
import { portWire } from './wire/port-wire.ts';
import { socketUrl, socketWire } from './wire/socket-wire.ts';
import './ui/base.css';

declare global {
  interface Window {
    /** The preload's; missing in a browser. */
    readonly portolan?: Desktop;
  }
}

const { portolan: desktop } = window;
const wire = desktop ? portWire(desktop) : socketWire(socketUrl(window.location));
const target = document.querySelector('#app');
if (target) mount(Root, { target, props: { app: new App(wire), desktop } });
