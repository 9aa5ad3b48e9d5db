import { yaml } from '@codemirror/lang-yaml';
import { EditorState, Prec, type Extension } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { basicSetup } from 'codemirror';
import { yamlLook } from './yaml-look.ts';

/** A YAML text that can be searched, folded and copied from; changed only where somebody hears of it. */
export interface YamlEditor {
  show: (text: string) => void;
  close: () => void;
}

export interface YamlEditorOptions {
  readonly label: string;
  /** Hears each change; left out, there are none. */
  readonly onchange?: (text: string) => void;
}

export function openYamlEditor(parent: HTMLElement, { label, onchange }: YamlEditorOptions): YamlEditor {
  const extensions = [
    basicSetup,
    yaml(),
    yamlLook,
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({
      'aria-label': label,
      tabindex: '0',
      ...(!onchange && { 'aria-readonly': 'true' }),
    }),
    onchange ? editing(onchange) : EditorState.readOnly.of(true),
  ];
  const view = new EditorView({ parent, extensions });
  return {
    show(text) {
      if (view.state.doc.toString() === text) return;
      const { scrollTop } = view.scrollDOM;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
      view.scrollDOM.scrollTop = scrollTop;
    },
    close: () => view.destroy(),
  };
}

function editing(onchange: (text: string) => void): Extension {
  return [
    EditorView.updateListener.of(({ docChanged, state }) => {
      if (docChanged) onchange(state.doc.toString());
    }),
    // Applies in a sheet, where otherwise it would begin a new line.
    Prec.highest(keymap.of([{ key: 'Mod-Enter', run: () => true }])),
  ];
}
