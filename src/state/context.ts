import { createContext } from 'svelte';
import type { App } from './contracts';

/** Set once by App.svelte; every view reads the application through `getApp()`. */
export const [getApp, setApp] = createContext<App>();
