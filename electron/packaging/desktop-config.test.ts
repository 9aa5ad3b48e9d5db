import { expect, test } from 'vitest';
import { desktopConfig } from './desktop-config.ts';

test('without keys the packages are unsigned, and an Apple computer starts them nevertheless', () => {
  const { forceCodeSigning, electronFuses, mac } = desktopConfig({ APPLE_API_KEY: 'key.p8' });
  expect({ forceCodeSigning, reset: electronFuses?.resetAdHocDarwinSignature, notarize: mac?.notarize }).toEqual({
    forceCodeSigning: false,
    reset: true,
    notarize: false,
  });
});

test('a release is signed and seen by the notary, or is none', () => {
  const { forceCodeSigning, electronFuses, mac } = desktopConfig({ PORTOLAN_SIGNED: 'true', APPLE_API_KEY: 'key.p8' });
  expect({ forceCodeSigning, reset: electronFuses?.resetAdHocDarwinSignature, notarize: mac?.notarize }).toEqual({
    forceCodeSigning: true,
    reset: false,
    notarize: true,
  });
  expect(mac).toMatchObject({ hardenedRuntime: true, entitlements: 'resources/entitlements.plist' });
});

test('nothing looks for updates, and no fuse is left as it came', () => {
  const { publish, electronFuses } = desktopConfig({});
  expect(publish).toEqual([]);
  expect(electronFuses).toMatchObject({
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableCookieEncryption: true,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
  });
});
