import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * A wire with a delay: `node relay-process.ts PORT ONE-WAY-MS`. What comes in goes out so much later, and a connection
 * is made one round trip later, as TCP's handshake would. Ends with its stdin.
 */
const [port = 0, delay = 0] = process.argv.slice(2).map(Number);
/** What may be under way in one direction of a connection: as much as a good line of this length carries. */
const IN_FLIGHT = 4 * 1024 * 1024;

interface Piece {
  readonly due: number;
  /** Undefined: the end. */
  readonly chunk: Buffer | undefined;
}

function carry(from: Socket, to: Socket, notBefore: number): void {
  const pieces: Piece[] = [];
  let inFlight = 0;
  let timer: NodeJS.Timeout | undefined;
  let isFull = false;
  const deliver = (): void => {
    timer = undefined;
    for (;;) {
      const [first] = pieces;
      if (isFull || !first || to.destroyed) return;
      const wait = first.due - performance.now();
      if (wait > 0.5) {
        timer = setTimeout(deliver, wait);
        return;
      }
      pieces.shift();
      if (!first.chunk) {
        to.end();
        return;
      }
      inFlight -= first.chunk.length;
      isFull = !to.write(first.chunk);
      if (inFlight < IN_FLIGHT) from.resume();
    }
  };
  const take = (chunk: Buffer | undefined): void => {
    pieces.push({ due: Math.max(performance.now(), notBefore) + delay, chunk });
    inFlight += chunk?.length ?? 0;
    if (inFlight >= IN_FLIGHT) from.pause();
    if (!timer) deliver();
  };
  to.on('drain', () => {
    isFull = false;
    if (!timer) deliver();
  });
  from.on('data', take);
  from.on('end', () => take(undefined));
  from.on('error', () => to.destroy());
  from.on('close', () => {
    clearTimeout(timer);
    if (from.errored) to.destroy();
  });
}

const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
  const far = connect({ host: '127.0.0.1', port, allowHalfOpen: true, noDelay: true });
  carry(near, far, performance.now() + 2 * delay);
  carry(far, near, 0);
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port)); // it listens on TCP
process.stdin.resume().on('end', () => process.exit());
