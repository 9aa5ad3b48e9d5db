import { dialog } from 'electron';
import { m } from '../../../shared/paraglide/messages.js';

/** Asks before open connections are cut off. `live`: how many there are. */
export function mayQuit(live: number): boolean {
  if (live === 0) return true;
  const answer = dialog.showMessageBoxSync({
    type: 'question',
    message: m.desk_quit_question({ n: live }),
    detail: m.desk_quit_detail(),
    buttons: [m.desk_quit_yes(), m.desk_quit_no()],
    defaultId: 1,
    cancelId: 1,
  });
  return answer === 0;
}
