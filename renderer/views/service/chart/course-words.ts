import { m } from '../../../../shared/paraglide/messages.js';
import { rateText } from '../../forwards/quantity.ts';
import type { Course } from './course.ts';

/** What the reader's own station says: what the forward does, or that there is none. */
export function courseTitle(course: Course, rate: number | undefined): string {
  switch (course.kind) {
    case 'possible':
      return m.detail_course_none();
    case 'impossible':
      return m.detail_course_impossible();
    case 'forward':
      return forwardTitle(course, rate);
  }
}

function forwardTitle({ forward }: Course & { kind: 'forward' }, rate: number | undefined): string {
  switch (forward.state.state) {
    case 'starting':
      return m.detail_course_starting();
    case 'holding':
      return m.detail_course_holding({ n: forward.connections.waiting });
    case 'paused':
      return m.detail_course_paused();
    case 'failed':
      return m.detail_course_failed();
    case 'listening':
      return rate === undefined || rate === 0
        ? m.detail_course_listening()
        : m.detail_course_rate({ rate: rateText(rate) });
  }
}
