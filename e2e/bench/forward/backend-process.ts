import { createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * The app in the Pods. A client's first line says what it wants; then the app ends its side:
 * `reset`: a reset · `echo`: its bytes back · `down N`: N bytes · `up N`: `k` once it has sent N · `late MS`: four pieces over so long
 */
const PIECE = Buffer.alloc(64 * 1024, 'portolan');

function serve(socket: Socket, [wish, amount]: readonly [string, number]): (chunk: Buffer) => void {
  switch (wish) {
    case 'down': {
      let left = amount;
      const fill = (): void => {
        let isRoom = true;
        while (left > 0 && isRoom) {
          const piece = PIECE.subarray(0, Math.min(left, PIECE.length));
          left -= piece.length;
          isRoom = socket.write(piece);
        }
        if (left === 0) socket.end();
      };
      socket.on('drain', () => left > 0 && fill());
      fill();
      return () => undefined;
    }
    case 'up': {
      let left = amount;
      return (chunk) => {
        left -= chunk.length;
        if (left === 0) socket.end('k');
      };
    }
    case 'late': {
      // One timer after the other: several that are overdue go off in any order.
      const say = (left: number): void => {
        if (left === 1) socket.end('x');
        else socket.write('x', () => setTimeout(say, amount / 4, left - 1));
      };
      setTimeout(say, amount / 4, 4);
      return () => undefined;
    }
    case 'reset':
      socket.resetAndDestroy();
      return () => undefined;
    default:
      return (chunk) => void socket.write(chunk);
  }
}

const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
  let head = '';
  let take: ((chunk: Buffer) => void) | undefined;
  socket.on('data', (chunk: Buffer) => {
    if (take) {
      take(chunk);
      return;
    }
    const end = chunk.indexOf('\n');
    head += chunk.toString('latin1', 0, end === -1 ? undefined : end);
    if (end === -1) return;
    const [wish = '', amount] = head.split(' ');
    take = serve(socket, [wish, Number(amount)]);
    if (end + 1 < chunk.length) take(chunk.subarray(end + 1));
  });
  socket.on('end', () => {
    if (head === 'echo') socket.end();
  });
  socket.on('error', () => undefined);
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port)); // it listens on TCP
process.stdin.resume().on('end', () => process.exit());
