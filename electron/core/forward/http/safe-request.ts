const head = /^(?:GET|HEAD|OPTIONS) [^ \r\n]+ HTTP\/1\.[01]\r\n/;
const end = '\r\n\r\n';

/** Whether these bytes are one whole request that only reads (RFC 9110, 9.2.1): asking it a second time changes nothing. */
export function isSafeRequest(sent: readonly Buffer[]): boolean {
  const text = Buffer.concat(sent).toString('latin1');
  return head.test(text) && text.indexOf(end) === text.length - end.length;
}
