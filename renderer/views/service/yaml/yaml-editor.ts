import { yaml } from '@codemirror/lang-yaml';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { basicSetup } from 'codemirror';
import { yamlLook } from './yaml-look.ts';

/** A read-only view of a YAML text that can be searched, folded and copied from, but not changed. */
export interface YamlEditor {
  show: (text: string) => void;
  close: () => void;
}

export function openYamlEditor(parent: HTMLElement, label: string): YamlEditor {
  const extensions = [
    basicSetup,
    yaml(),
    yamlLook,
    EditorState.readOnly.of(true),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true' }),
  ];
  const view = new EditorView({ parent, extensions });
  return {
    show(text) {
      const { scrollTop } = view.scrollDOM;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
      view.scrollDOM.scrollTop = scrollTop;
    },
    close: () => view.destroy(),
  };
}
