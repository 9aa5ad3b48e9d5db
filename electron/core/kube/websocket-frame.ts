/** What stands before a WebSocket frame's payload. */
export interface FrameHeader {
  readonly opcode: number;
  /** Where the payload begins. */
  readonly start: number;
  /** The payload's, in bytes; NaN where the frame is masked, as no server's is. */
  readonly length: number;
}

/** The header of the server's frame at the beginning of `bytes`, undefined if some of it is missing (RFC 6455, 5.2). */
export function frameHeader(bytes: Buffer): FrameHeader | undefined {
  if (bytes.length < 2) return undefined;
  const opcode = bytes.readUInt8(0) & 0x0f;
  const short = bytes.readUInt8(1);
  const start = short === 127 ? 10 : short === 126 ? 4 : 2;
  if (bytes.length < start) return undefined;
  if (short > 127) return { opcode, start, length: NaN };
  const length = start === 10 ? Number(bytes.readBigUInt64BE(2)) : start === 4 ? bytes.readUInt16BE(2) : short;
  return { opcode, start, length };
}
