import { flushSync } from 'svelte';
import { afterEach, expect, test } from 'vitest';
import { Commands } from './commands.svelte.ts';

let stop: () => void = () => undefined;
afterEach(() => stop());

test('an inner part has its say over an outer one, and only while it is there', () => {
  const commands = new Commands();
  const done: string[] = [];
  const by = (name: string) => () => done.push(name);
  let page = $state('list');
  stop = $effect.root(() => {
    commands.provide(() => ({ actions: { 'app.undo': by('app'), 'copy.link': by('app') } }));
    $effect.pre(() => {
      const name = page;
      commands.provide(() => ({ subject: name, actions: { 'copy.link': by(name) } }));
    });
  });
  flushSync();
  expect(commands.live.get('copy.link')?.subject).toBe('list');
  page = 'detail';
  flushSync();
  expect(commands.run(['page.back'])).toBe(false);
  expect(commands.run(['copy.link'])).toBe(true);
  expect(commands.run(['page.back', 'app.undo'])).toBe(true);
  expect(done).toEqual(['detail', 'app']);
  stop();
  expect(commands.run(['app.undo'])).toBe(false);
});
