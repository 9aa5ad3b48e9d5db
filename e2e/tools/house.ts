import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { failureCodes } from '../../shared/failure.ts';
import { commandLines } from '../../shared/command-table.ts';
import {
  checkCommands,
  checkComments,
  checkLines,
  checkMessages,
  checkSentences,
  checkSizes,
  checkUnused,
  type Complaint,
  type Messages,
  type SourceFile,
} from './house-rules.ts';

const BINARY = /\.(png|svg|ico|icns|woff2|xz)$/;

/** The files of the repository, new ones included: what git would take. */
function repositoryFiles(): SourceFile[] {
  return execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { encoding: 'utf8' })
    .split('\0')
    .filter((path) => path !== '' && !BINARY.test(path) && existsSync(path))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

function messagesOf(locale: 'en' | 'ko', files: readonly SourceFile[]): Messages {
  const areas = files.filter(({ path }) => path.startsWith(`resources/messages/${locale}/`));
  const { $schema: _, ...messages } = Object.assign(
    {},
    ...areas.map(({ text }) => JSON.parse(text) as Messages),
  ) as Messages;
  return messages;
}

/** All that the repository breaks of the house's rules. */
function complaints(): Complaint[] {
  const files = repositoryFiles();
  const [en, ko] = [messagesOf('en', files), messagesOf('ko', files)];
  return [
    ...checkSizes(files),
    ...checkComments(files),
    ...checkLines(files),
    ...checkMessages(en, ko),
    ...checkSentences(failureCodes, en),
    ...checkUnused(en, files),
    ...checkCommands(
      commandLines.filter(({ local }) => !local).map(({ id }) => id),
      files,
    ),
  ];
}

const found = complaints();
for (const complaint of found) process.stderr.write(`${complaint}\n`);
process.stdout.write(found.length === 0 ? 'house: all rules kept\n' : `house: ${found.length} rules broken\n`);
process.exitCode = found.length === 0 ? 0 : 1;
