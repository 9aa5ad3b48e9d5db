import type { Attachment } from 'svelte/attachments';
import type { YamlEditor, YamlEditorOptions } from './yaml-editor.ts';

/**
 * Puts the editor into an element and keeps it showing `text`, in place: its scroll and search outlive a new version.
 * The editor's code comes only when it is needed.
 */
export function yamlEditor(text: () => string, options: YamlEditorOptions): Attachment<HTMLElement> {
  return (parent) => {
    let editor = $state.raw<YamlEditor>();
    let closed = false;
    import('./yaml-editor.ts').then(
      ({ openYamlEditor }) => {
        if (!closed) editor = openYamlEditor(parent, options);
      },
      // A chunk that cannot be had leaves the plain text, which is there already.
      () => undefined,
    );
    $effect(() => editor?.show(text()));
    return () => {
      closed = true;
      editor?.close();
    };
  };
}
