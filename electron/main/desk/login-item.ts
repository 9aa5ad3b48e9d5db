import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Electron has no login items on Linux: there a desktop entry in `autostart` starts the app. */
export async function setLinuxLoginItem(
  { configDir, command }: { readonly configDir: string; readonly command: readonly string[] },
  on: boolean,
): Promise<void> {
  const folder = join(configDir, 'autostart');
  const file = join(folder, 'portolan.desktop');
  if (!on) return rm(file, { force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(file, desktopEntry(command));
}

function desktopEntry(command: readonly string[]): string {
  return ['[Desktop Entry]', 'Type=Application', 'Name=Portolan', `Exec=${command.map(quoted).join(' ')}`, ''].join(
    '\n',
  );
}

/** As the Desktop Entry Specification quotes arguments of `Exec` (its section "The Exec key"). */
function quoted(argument: string): string {
  const escaped = argument.replaceAll(/["`$\\]/g, '\\$&').replaceAll('%', '%%');
  return `"${escaped.replaceAll('\\', '\\\\')}"`;
}
