import { yaml } from '@codemirror/lang-yaml';
import { unifiedMergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { yamlLook } from '../service/yaml/yaml-look.ts';

/** The marks of a difference, in the tokens of everything else. */
const marks = EditorView.theme({
  '.cm-changedLine': { backgroundColor: 'color-mix(in srgb, var(--ready) 10%, transparent)' },
  '.cm-insertedLine': { textDecoration: 'none' },
  '.cm-deletedChunk': { backgroundColor: 'color-mix(in srgb, var(--bad) 8%, transparent)' },
  '.cm-changedText, .cm-deletedText': { background: 'none !important' },
  '.cm-deletedLine, .cm-deletedLine del': { textDecoration: 'none', color: 'var(--ink-2)' },
  '.cm-collapsedLines:before, .cm-collapsedLines:after': { content: '"…" !important' },
  '.cm-changedLineGutter': { backgroundColor: 'var(--ready)' },
  '.cm-deletedLineGutter': { backgroundColor: 'var(--bad)' },
  '.cm-collapsedLines': { background: 'var(--sunk)', color: 'var(--ink-2)' },
});

export interface YamlBeforeAndAfter {
  readonly before: string;
  readonly after: string;
}

export interface YamlDiffView {
  close: () => void;
}

/** Shows what becomes of a YAML text: lines gone above lines come, all that stays folded away. Read only. */
export function openYamlDiff(parent: HTMLElement, { before, after }: YamlBeforeAndAfter, label: string): YamlDiffView {
  const view = new EditorView({
    parent,
    doc: after,
    extensions: [
      lineNumbers(),
      yaml(),
      yamlLook,
      marks,
      EditorState.readOnly.of(true),
      EditorView.editable.of(false),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true', tabindex: '0' }),
      unifiedMergeView({
        original: before,
        mergeControls: false,
        highlightChanges: false,
        collapseUnchanged: { margin: 3, minSize: 6 },
      }),
    ],
  });
  return { close: () => view.destroy() };
}
