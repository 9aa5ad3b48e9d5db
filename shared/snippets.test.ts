import { describe, expect, test } from 'vitest';
import type { ServicePort } from './model/service.ts';
import { snippets } from './snippets.ts';

const portOf = (over: Partial<ServicePort>): ServicePort => ({
  protocol: 'TCP',
  port: 9999,
  targetPort: 9999,
  ...over,
});
const at = { host: 'db.shop', port: 15000 };
const first = (over: Partial<ServicePort>, target = at): string | undefined => snippets(portOf(over), target)[0]?.text;

describe('snippets', () => {
  test.each([
    [{ name: 'http' }, 'curl http://db.shop:15000/'],
    [{ appProtocol: 'https', name: 'http' }, 'curl https://db.shop:15000/'],
    [{ port: 5432 }, 'psql -h db.shop -p 15000 -U postgres'],
    [{ name: 'tcp-postgresql' }, 'psql -h db.shop -p 15000 -U postgres'],
    [{ targetPort: 'mysql' }, 'mysql -h db.shop -P 15000 -u root -p'],
    [{ targetPort: 3306 }, 'mysql -h db.shop -P 15000 -u root -p'],
    [{ appProtocol: 'redis' }, 'redis-cli -h db.shop -p 15000'],
    [{ port: 27017 }, 'mongosh "mongodb://db.shop:15000/?directConnection=true"'],
    [{ name: 'grpc-web' }, 'grpcurl -plaintext db.shop:15000 list'],
    [{ appProtocol: 'kubernetes.io/h2c' }, 'grpcurl -plaintext db.shop:15000 list'],
    [{ port: 53, protocol: 'UDP' }, 'dig @db.shop -p 15000 example.com'],
    [{ protocol: 'UDP' }, 'nc -u db.shop 15000'],
    [{}, 'nc -vz db.shop 15000'],
  ] as const)('%j: %s', (over, expected) => {
    expect(first(over)).toBe(expected);
  });

  test('leaves out the port that a URL means anyway, and writes IPv6 in brackets', () => {
    expect(first({ port: 80 }, { host: 'web.shop', port: 80 })).toBe('curl http://web.shop/');
    expect(first({ port: 80 }, { host: 'fd00::1', port: 8080 })).toBe('curl http://[fd00::1]:8080/');
  });

  test('asks for the certificate’s own name where it connects elsewhere', () => {
    const target = { host: 'localhost', port: 8443, as: { host: 'web.shop.svc', port: 443 } };
    expect(snippets(portOf({ name: 'https' }), target)[0]?.text).toBe(
      'curl --connect-to web.shop.svc:443:localhost:8443 https://web.shop.svc/',
    );
  });

  test('keeps mysql from its socket file, has JDBC and .env for databases, and no line for SCTP', () => {
    const mysql = snippets(portOf({ port: 3306 }), { host: 'localhost', port: 13306 });
    expect(mysql[0]?.text).toContain('-h 127.0.0.1');
    expect(mysql.map(({ tool }) => tool)).toEqual(['mysql', 'JDBC', '.env']);
    expect(snippets(portOf({ protocol: 'SCTP' }), at)).toEqual([]);
  });
});
