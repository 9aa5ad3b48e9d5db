import { spawn } from 'node:child_process';

/** Opens a web address by the platform's own opener. Where there is none, the address that was printed has to do. */
export function openUrl(url: string): void {
  const { command, args } = opener(process.platform);
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}

function opener(platform: NodeJS.Platform): { readonly command: string; readonly args: readonly string[] } {
  switch (platform) {
    case 'darwin':
      return { command: 'open', args: [] };
    case 'win32':
      return { command: 'rundll32', args: ['url.dll,FileProtocolHandler'] };
    default:
      return { command: 'xdg-open', args: [] };
  }
}
