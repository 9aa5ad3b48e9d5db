import type { LeftOut, ShareNote, ShareNoteCode } from './model/share.ts';
import { m } from './paraglide/messages.js';

type Text = (params: Readonly<Record<string, string | number>>) => string;

const notes: Readonly<Record<ShareNoteCode, unknown>> = {
  'nothing-to-share': m.share_note_nothing_to_share,
  'no-entry': m.share_note_no_entry,
  'no-right': m.share_note_no_right,
  'rule-wrong': m.share_note_rule_wrong,
  'rule-twice': m.share_note_rule_twice,
  'rule-missing': m.share_note_rule_missing,
  'service-blocked': m.share_note_service_blocked,
  'ports-closed': m.share_note_ports_closed,
  'ranges-lost': m.share_note_ranges_lost,
  'client-address-lost': m.share_note_client_address_lost,
  'affinity-lost': m.share_note_affinity_lost,
  'class-unknown': m.share_note_class_unknown,
  'rule-taken': m.share_note_rule_taken,
  tls: m.share_note_tls,
  'tls-backend': m.share_note_tls_backend,
  'path-kept': m.share_note_path_kept,
  'one-each': m.share_note_one_each,
  'moved-later': m.share_note_moved_later,
  'path-cut': m.share_note_path_cut,
  'entry-paid': m.share_note_entry_paid,
  'price-unknown': m.share_note_price_unknown,
};

const reasons: Readonly<Record<LeftOut, () => string>> = {
  'no-address': m.share_left_no_address,
  'no-http': m.share_left_no_http,
  internal: m.share_left_internal,
  'entry-itself': m.share_left_entry_itself,
  gone: m.share_left_gone,
};

/** A note in the current locale. */
export function shareNoteText({ code, params }: ShareNote): string {
  return (notes[code] as Text)(params); // made with the facts that its text names
}

/** Why a Service stays out. */
export function leftOutText(why: LeftOut): string {
  return reasons[why]();
}
