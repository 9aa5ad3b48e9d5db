import { beforeEach, expect, test } from 'vitest';
import type { CommandId } from '../../../shared/command-table.ts';
import { PageCommands } from './page-commands.ts';

let sent: CommandId[];
let commands: PageCommands;
beforeEach(() => {
  sent = [];
  commands = new PageCommands((id) => sent.push(id));
});

test('a page does what it can, and nothing that it did not say', () => {
  commands.told(['go.nodes', 'app.keys']);
  commands.run('go.nodes');
  commands.run('service.delete');
  commands.told(['service.delete']);
  expect(sent).toEqual(['go.nodes']);
});

test('a page that is being loaded does it as soon as it can, once', () => {
  commands.run('go.settings');
  commands.told(['app.keys']);
  expect(sent).toEqual([]);
  commands.told(['app.keys', 'go.settings']);
  commands.told(['go.settings']);
  expect(sent).toEqual(['go.settings']);
  commands.reset();
  commands.run('go.nodes');
  expect(sent).toEqual(['go.settings']);
});

test.each([[undefined], ['go.nodes'], [[7, {}, '__proto__', 'constructor', 'toString']]])(
  'a page that says %j can do nothing',
  (said) => {
    commands.told(said);
    expect([...commands.live]).toEqual([]);
  },
);
