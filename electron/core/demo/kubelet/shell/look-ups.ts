import type { Command, Printed } from './commands.ts';

/** nslookup in miniature: the addresses that the cluster's DNS gives a name. */
export const nslookup: Command = function* ([name = ''], { network }): Generator<Printed, number> {
  yield 'Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\n';
  const addresses = network.resolve(name);
  if (addresses.length === 0) {
    yield `** server can't find ${name}: NXDOMAIN\n\n`;
    return 1;
  }
  for (const address of addresses) yield `Name:\t${name}\nAddress: ${address}\n`;
  return 0;
};

/** nc in miniature: whether something listens. */
export const nc: Command = async function* (args, { network }): AsyncGenerator<Printed, number> {
  const [host = '', port = ''] = args.slice(-2);
  const [address] = network.resolve(host);
  if (address === undefined) {
    yield { error: `nc: bad address '${host}'\n` };
    return 1;
  }
  try {
    (await network.connect(address, Number(port))).destroy();
    yield { error: `${host} (${address}:${port}) open\n` };
    return 0;
  } catch {
    yield { error: `nc: ${host} (${address}:${port}): Connection refused\n` };
    return 1;
  }
};
