import { describe, expect, test } from 'vitest';
import { fail } from '../../../shared/failure.ts';
import type { Failure } from '../../../shared/failure.ts';
import { CutLine, StalledBody } from './body.ts';
import { NoAnswer } from './exchange.ts';
import { fromAnswer, fromError, isTrouble } from './status.ts';
import type { Asked } from './status.ts';

const server = 'https://dev:6443';
const asked: Asked = {
  context: 'dev',
  server,
  user: 'ann',
  verb: 'list',
  resource: 'services',
  namespace: 'shop',
  path: '/api/v1/namespaces/shop/services?limit=500',
  timeout: 10_000,
};
const status = (code: number, message: string, more: object = {}): string =>
  JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, message, ...more });

describe('fromAnswer', () => {
  const of = (code: number, text: string, more: Partial<Asked & { type: string; location: string }> = {}): Failure => {
    const { type = 'application/json', location, ...rest } = more;
    return fromAnswer({ status: code, type, text, location }, { ...asked, ...rest }).failure;
  };

  test('names who is not let in', () => {
    expect(of(401, status(401, 'Unauthorized'))).toEqual({ code: 'unauthenticated', params: { server, user: 'ann' } });
  });

  test.each<[string, Partial<Asked>, Failure['params']]>([
    [
      'services is forbidden: User "jane" cannot list resource "services" in API group "" in the namespace "shop"',
      {},
      { user: 'jane', verb: 'list', resource: 'services', scope: 'shop' },
    ],
    [
      'services is forbidden: User "jane" cannot list resource "services" in API group "" at the cluster scope',
      {},
      { user: 'jane', verb: 'list', resource: 'services', scope: '*' },
    ],
    [
      'users "root" is forbidden: User "ann" cannot impersonate resource "users" in API group "" at the cluster scope',
      {},
      { user: 'ann', verb: 'impersonate', resource: 'users', scope: '*' },
    ],
    [
      'pods "web" is forbidden: User "ann" cannot create resource "pods/portforward" in API group "" in the namespace "shop"',
      { verb: 'create' },
      { user: 'ann', verb: 'create', resource: 'pods/portforward', scope: 'shop' },
    ],
    [
      'forbidden: User "ann" cannot get path "/version"',
      { verb: 'get', resource: 'version', namespace: undefined },
      { user: 'ann', verb: 'get', resource: 'version', scope: '*' },
    ],
    ['no', {}, { user: 'ann', verb: 'list', resource: 'services', scope: 'shop' }],
  ])('names what is not allowed: %s', (message, more, params) => {
    expect(of(403, status(403, message), more)).toEqual({ code: 'forbidden', params });
  });

  test('keeps the words of an admission that refuses a change', () => {
    const message = 'pods "web" is forbidden: exceeded quota: compute';
    expect(of(403, status(403, message), { verb: 'create' })).toEqual({
      code: 'server-error',
      params: { server, status: 403, detail: message },
    });
  });

  test.each<[string, Partial<Asked>, object, string]>([
    ['the Status', {}, { details: { name: 'web' } }, 'web'],
    ['the path', { path: '/api/v1/namespaces/shop/services/web%2D1' }, {}, 'web-1'],
    [
      'the path of a subresource',
      { path: '/api/v1/namespaces/shop/pods/web/portforward?x=1', resource: 'pods/portforward' },
      {},
      'web',
    ],
  ])('takes the name of what is missing from %s', (_from, more, details, name) => {
    expect(of(404, status(404, 'not found', details), more)).toMatchObject({ code: 'not-found', params: { name } });
  });

  test.each([409, 422, 429, 500, 503, 504])('keeps the words of a %i', (code) => {
    expect(of(code, status(code, 'because'))).toEqual({
      code: 'server-error',
      params: { server, status: code, detail: 'because' },
    });
    expect(of(code, 'because\n', { type: 'text/plain' })).toMatchObject({ params: { detail: 'because' } });
  });

  test('calls 410 expired', () => {
    expect(of(410, status(410, 'too old resource version'))).toEqual({
      code: 'expired',
      params: { resource: 'services' },
    });
  });

  const page = '<!doctype html><html><head><title> Airport Wi-Fi </title></head></html>';
  test.each<[string, Failure, string]>([
    ['a page', of(200, page, { type: 'text/html; charset=utf-8' }), '200, HTML: Airport Wi-Fi'],
    ['a page of no type', of(200, page, { type: '' }), '200, HTML: Airport Wi-Fi'],
    ['a page that forbids', of(403, page, { type: 'text/html' }), '403, HTML: Airport Wi-Fi'],
    ['a page without a title', of(404, '<html>', { type: 'text/html' }), '404, HTML'],
    ['a page in place of JSON', of(200, page), '200, HTML: Airport Wi-Fi'],
    ['text', of(200, 'hello', { type: 'text/plain' }), 'text/plain, not JSON'],
    [
      'a redirect',
      of(302, '', { location: 'https://ann:pw@login.example/?token=s3cret' }),
      '302 → https://login.example',
    ],
    ['a redirect to nowhere', of(302, ''), '302'],
    [
      'a server that wants TLS',
      of(400, 'Client sent an HTTP request to an HTTPS server.\n', { type: 'text/plain' }),
      'Client sent an HTTP request to an HTTPS server.',
    ],
  ])('calls %s no Kubernetes', (_what, failure, detail) => {
    expect(failure).toEqual({ code: 'not-kubernetes', params: { server, detail } });
  });

  test('calls a page of a gateway that fails an error of the server', () => {
    expect(of(502, '<html><title>502 Bad Gateway</title>', { type: 'text/html' })).toEqual({
      code: 'server-error',
      params: { server, status: 502, detail: '502, HTML: 502 Bad Gateway' },
    });
  });
});

describe('fromError', () => {
  const error = (code: string, more: object = {}): Error => Object.assign(new Error('message'), { code, ...more });
  const noAnswer = (code: string, more: object = {}): NoAnswer => new NoAnswer(error(code, more), {});

  test.each<[unknown, Failure]>([
    [noAnswer('ECONNREFUSED'), { code: 'unreachable', params: { server, detail: 'connection refused' } }],
    [noAnswer('ECONNRESET'), { code: 'unreachable', params: { server, detail: 'connection reset' } }],
    [noAnswer('EHOSTUNREACH'), { code: 'unreachable', params: { server, detail: 'no route to host' } }],
    [noAnswer('ENOTFOUND', { hostname: 'dev' }), { code: 'host-unknown', params: { server, host: 'dev' } }],
    [noAnswer('EAI_AGAIN', { hostname: 'dev' }), { code: 'host-unknown', params: { server, host: 'dev' } }],
    [noAnswer('HPE_INVALID_CONSTANT'), { code: 'not-kubernetes', params: { server, detail: 'not HTTP' } }],
    [
      noAnswer('DEPTH_ZERO_SELF_SIGNED_CERT'),
      { code: 'tls-untrusted', params: { server, detail: 'depth zero self signed cert' } },
    ],
    [
      noAnswer('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'),
      { code: 'client-certificate-invalid', params: { context: 'dev', detail: 'tlsv13 alert certificate required' } },
    ],
    [
      noAnswer('ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE'),
      { code: 'client-certificate-invalid', params: { context: 'dev', detail: 'sslv3 alert bad certificate' } },
    ],
    [
      new NoAnswer(error('CERT_HAS_EXPIRED'), { serverValidTo: 'Jan  2 00:00:00 2026 GMT' }),
      { code: 'tls-server-expired', params: { server, date: '2026-01-02' } },
    ],
    [new NoAnswer(error(''), { timedOut: true }), { code: 'timeout', params: { server, seconds: 10 } }],
    [new StalledBody(), { code: 'timeout', params: { server, seconds: 10 } }],
    [new CutLine(), { code: 'stream-cut', params: { server, detail: 'in mid-line' } }],
    [error('ECONNRESET'), { code: 'stream-cut', params: { server, detail: 'connection reset' } }],
  ])('makes of %s %j', (cause, failure) => {
    expect(fromError(cause, asked).failure).toEqual(failure);
  });

  test('blames the proxy for what happens on the way', () => {
    const viaProxy = { ...asked, proxy: 'http://proxy:3128' };
    expect(fromError(noAnswer('ENOTFOUND'), viaProxy).failure.code).toBe('proxy-failed');
    expect(fromError(noAnswer('ERR_TLS_CERT_ALTNAME_INVALID'), viaProxy).failure.code).toBe('tls-hostname');
  });
});

test.each<[unknown, boolean]>([
  [new NoAnswer(new Error('refused'), {}), true],
  [new StalledBody(), true],
  [Object.assign(new Error('message'), { code: 'ECONNRESET' }), true],
  [fail('file-unreadable', { context: 'dev', file: 'ca.crt', detail: 'ENOENT' }), false],
  [new TypeError('a bug'), false],
])('isTrouble tells the network from Portolan: %s', (error, expected) => {
  expect(isTrouble(error)).toBe(expected);
});
