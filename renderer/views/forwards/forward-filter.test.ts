import { expect, it } from 'vitest';
import { forwardEndpoint } from '../../testing/samples.ts';
import { forwardView } from '../service/testing/samples.ts';
import { matches } from './forward-filter.ts';

const forward = forwardView({ endpoints: [forwardEndpoint('web-7f')] });

it.each([
  ['', true],
  ['8080', true],
  ['SHOP', true],
  ['shop/web:80', true],
  ['prod listen', true],
  ['web-7f', true],
  ['shop cart', false],
  ['9090', false],
])('%j is said of a forward: %s', (text, found) => {
  expect(matches(forward, 'prod-eu', text)).toBe(found);
});
