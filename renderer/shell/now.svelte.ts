import { createSubscriber } from 'svelte/reactivity';

/** How often ages on screen are counted anew, in ms. */
const TICK = 1000;

const ticking = createSubscriber((update) => {
  const timer = setInterval(update, TICK);
  return () => clearInterval(timer);
});

/** The time in ms of the epoch, once a second for as long as something on screen reads it. */
export function now(): number {
  ticking();
  return Date.now();
}
