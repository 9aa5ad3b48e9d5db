import { join } from 'node:path';
import { Menu, nativeImage, Tray, type MenuItemConstructorOptions, type NativeImage } from 'electron';
import type { TrayAct, TrayLine } from './tray-menu.ts';

/** How the tray looks: nothing forwarded, forwards that work, or one that does not. */
export type TrayFace = 'idle' | 'running' | 'troubled';

export interface TrayShown {
  readonly face: TrayFace;
  readonly title: string;
  readonly lines: readonly TrayLine[];
}

/** The icon beside the system's clock. */
export class TrayIcon {
  readonly #tray: Tray;
  readonly #images: Readonly<Record<TrayFace, NativeImage>>;
  readonly #act: (act: TrayAct) => void;
  #last = '';

  /** `folder` holds the pictures: black ones, which macOS tints, and others that show on light and dark panels. */
  constructor(folder: string, act: (act: TrayAct) => void) {
    const image = (face: TrayFace): NativeImage => {
      const isTinted = process.platform === 'darwin';
      return nativeImage.createFromPath(join(folder, `${face}${isTinted ? 'Template' : ''}.png`));
    };
    this.#images = { idle: image('idle'), running: image('running'), troubled: image('troubled') };
    this.#act = act;
    this.#tray = new Tray(this.#images.idle);
    this.#tray.on('click', () => act({ do: 'show' }));
  }

  /** A menu that is open on screen closes when it is set anew: only what changed is. */
  show(shown: TrayShown): void {
    const now = JSON.stringify(shown);
    if (now === this.#last) return;
    this.#last = now;
    this.#tray.setImage(this.#images[shown.face]);
    this.#tray.setToolTip(shown.title);
    this.#tray.setContextMenu(Menu.buildFromTemplate(shown.lines.map((line) => this.#item(line))));
  }

  #item({ label, act, lines }: TrayLine): MenuItemConstructorOptions {
    if (label === undefined) return { type: 'separator' };
    if (lines) return { label, submenu: lines.map((line) => this.#item(line)) };
    return act ? { label, click: () => this.#act(act) } : { label, enabled: false };
  }
}
