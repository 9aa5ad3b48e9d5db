import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { CommandId } from '../../../shared/command-table.ts';
import { isEnabled, menuBar, type MenuLine } from './menu-lines.ts';

const isMac = process.platform === 'darwin';

/** The app's menu bar. */
export class MenuBar {
  readonly #run: (id: CommandId) => void;
  #live: ReadonlySet<CommandId> | undefined;

  constructor(run: (id: CommandId) => void) {
    this.#run = run;
  }

  /** Puts it up, or anew in another language. */
  draw(): void {
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuBar(isMac).map((line) => this.#item(line))));
  }

  /** Shows what can be done now; undefined: there is no window. A menu that is open stays open. */
  enable(live: ReadonlySet<CommandId> | undefined): void {
    this.#live = live;
    const set = ({ items }: Menu): void => {
      for (const item of items) {
        if (item.submenu) set(item.submenu);
        const id = item.id as CommandId | undefined; // only commands have ids, each its own
        if (id) item.enabled = isEnabled(id, live);
      }
    };
    const menu = Menu.getApplicationMenu();
    if (menu) set(menu);
  }

  #item(line: MenuLine): MenuItemConstructorOptions {
    switch (line.kind) {
      case 'gap':
        return { type: 'separator' };
      case 'role':
        return { role: line.role, label: line.label };
      case 'menu':
        return { label: line.label, submenu: line.lines.map((one) => this.#item(one)) };
      case 'command': {
        const { id, label, accelerator } = line;
        const enabled = isEnabled(id, this.#live);
        // The page hears its keys by itself. A Mac has the menu's too, after the page: it may have no window.
        const key = accelerator === undefined ? {} : { accelerator, registerAccelerator: isMac };
        return { id, label, enabled, ...key, click: () => this.#run(id) };
      }
    }
  }
}
