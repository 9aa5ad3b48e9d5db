import { basename } from 'node:path';

/** What a shell reads when it starts, and how it is told to. */
export interface ShellStart {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** By name, in the shell's folder. */
  readonly files: Readonly<Record<string, string>>;
}

interface Given {
  readonly folder: string;
  readonly kubeconfig: string;
  /** `ZDOTDIR` as the person has it. */
  readonly zdotdir?: string | undefined;
}

/**
 * Starts a shell as the person has set it up, and after that: their own files may set KUBECONFIG to theirs, which would
 * lead every command to another cluster than the tab says. Completions are added where kubectl is there without them.
 */
export function shellStart(shell: string, { folder, kubeconfig, zdotdir }: Given): ShellStart {
  const set = `export KUBECONFIG=${quote(kubeconfig)}\n`;
  switch (basename(shell).replace(/\.exe$/i, '')) {
    case 'bash':
      return { args: ['--rcfile', `${folder}/bashrc`, '-i'], env: {}, files: { bashrc: `${BASH_OWN}${set}${BASH}` } };
    case 'zsh': {
      const own = zdotdir === undefined ? 'unset ZDOTDIR' : `ZDOTDIR=${quote(zdotdir)}`;
      const files = { '.zshenv': `${own}\n${ZSH_ENV}ZDOTDIR=${quote(folder)}\n`, '.zshrc': `${ZSH_OWN}${set}${ZSH}` };
      return { args: ['-i'], env: { ZDOTDIR: folder }, files };
    }
    case 'fish':
      return { args: ['-C', `set -gx KUBECONFIG ${quote(kubeconfig)}; ${FISH}`], env: {}, files: {} };
    case 'powershell':
    case 'pwsh':
      return { args: ['-NoLogo', '-NoExit', '-Command', POWERSHELL], env: {}, files: {} };
    default:
      return { args: [], env: {}, files: {} };
  }
}

const BASH_OWN = `[ -r /etc/bash.bashrc ] && . /etc/bash.bashrc
[ -r ~/.bashrc ] && . ~/.bashrc
`;
/** eval, because the bash of macOS cannot source a pipe. */
const BASH = `if command -v kubectl >/dev/null && ! complete -p kubectl >/dev/null 2>&1; then
  if ! declare -F _get_comp_words_by_ref >/dev/null; then
    for file in /usr/share /opt/homebrew/share /usr/local/share; do
      [ -r "$file/bash-completion/bash_completion" ] && . "$file/bash-completion/bash_completion" && break
    done
    unset file
  fi
  eval "$(kubectl completion bash 2>/dev/null)"
fi
`;
const ZSH_ENV = `[ -r "\${ZDOTDIR:-$HOME}/.zshenv" ] && . "\${ZDOTDIR:-$HOME}/.zshenv"
_own_zdotdir="\${ZDOTDIR:-$HOME}"
`;
const ZSH_OWN = `ZDOTDIR="$_own_zdotdir"
unset _own_zdotdir
[ -r "$ZDOTDIR/.zshrc" ] && . "$ZDOTDIR/.zshrc"
`;
const ZSH = `if (( $+commands[kubectl] )) && ! (( $+_comps[kubectl] )); then
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit -u -D }
  eval "$(kubectl completion zsh 2>/dev/null)"
fi
`;
const FISH = 'command -q kubectl; and kubectl completion fish 2>/dev/null | source';
const POWERSHELL =
  'if (Get-Command kubectl -ErrorAction SilentlyContinue) { kubectl completion powershell | Out-String | Invoke-Expression }';

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
