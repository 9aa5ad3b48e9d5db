import { expect, test } from 'vitest';
import { rowOf } from '../views/services/testing/rows.ts';
import { copyTexts } from './copy-texts.ts';

test('a Service without a forward gives all but a URL, and the context by its name', () => {
  expect(copyTexts({ row: rowOf('arn%3Aprod/shop/web'), cluster: 'arn:prod us' })).toEqual([
    ['copy.name', 'web'],
    ['copy.dns', 'web.shop.svc'],
    ['copy.address', '10.96.0.9'],
    ['copy.kubectl', "kubectl --context 'arn:prod us' -n shop get service web"],
  ]);
});
