import { describe, expect, test } from 'vitest';
import { parseLabels, parseNewPort } from './new-port.ts';

describe('a port on the command line', () => {
  test.each([
    ['80', { port: 80, protocol: 'TCP' }],
    ['80:8080', { port: 80, targetPort: 8080, protocol: 'TCP' }],
    ['dns=53:domain/udp', { name: 'dns', port: 53, targetPort: 'domain', protocol: 'UDP' }],
  ])('%s is understood', (text, port) => {
    expect(parseNewPort(text)).toEqual(port);
  });

  test.each(['', 'http', '80:', '80/icmp', '80:1:2'])('%s is refused with the form it should have', (text) => {
    expect(() => parseNewPort(text)).toThrow('[NAME=]PORT[:TARGET][/PROTOCOL]');
  });
});

test('labels are pairs, and nothing else', () => {
  expect(parseLabels('app=web,tier=')).toEqual({ app: 'web', tier: '' });
  expect(() => parseLabels('app')).toThrow('KEY=VALUE');
});
