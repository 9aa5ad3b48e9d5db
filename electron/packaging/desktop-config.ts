import type { Configuration } from 'electron-builder';

/**
 * How the desktop app is packed, for each system as its people expect it.
 *
 * Who releases it signs it by electron-builder's own variables: `CSC_LINK` and `CSC_KEY_PASSWORD` (macOS),
 * `WIN_CSC_LINK` and `WIN_CSC_KEY_PASSWORD` (Windows), `APPLE_API_KEY`, `APPLE_API_KEY_ID` and `APPLE_API_ISSUER` for
 * Apple's notary. With `PORTOLAN_SIGNED=true` a package that would be unsigned is none. Nothing in the app looks for
 * updates.
 */
export function desktopConfig(env: NodeJS.ProcessEnv): Configuration {
  const isSigned = env['PORTOLAN_SIGNED'] === 'true';
  const electronDist = env['ELECTRON_OVERRIDE_DIST_PATH'];
  return {
    appId: 'io.github.portolan.desktop',
    productName: 'Portolan',
    copyright: 'The Portolan authors, Apache-2.0',
    directories: { output: 'dist/packages', buildResources: 'resources' },
    // Bundled whole; of node_modules only what is native is needed, without what it was built from.
    files: [
      'dist/{electron,renderer}/**',
      'resources/tray/*.png',
      '!**/.stamp',
      '!**/node_modules/node-pty/{src,deps,third_party,scripts,typings,node-addon-api}/**',
      '!**/node_modules/node-pty/build/{Makefile,*.mk,*.gypi,node_gyp_bins/**,Release/obj.target/**,Release/.deps/**}',
      '!**/node_modules/node-pty/**/*.{map,test.js}',
      '!**/node_modules/node-addon-api/**',
      // For Linux it is compiled where the package is made; it brings builds for the others alone.
      ...(process.platform === 'linux' ? ['!**/node_modules/node-pty/prebuilds/**'] : []),
    ],
    asar: true,
    // What the system loads or starts itself cannot lie in an archive.
    asarUnpack: ['**/node_modules/node-pty/**'],
    npmRebuild: false,
    publish: [],
    forceCodeSigning: isSigned,
    ...(electronDist !== undefined && electronDist !== '' && { electronDist }),
    electronFuses: {
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableCookieEncryption: true,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      // Its seal is broken by the fuses; without a new one an Apple computer does not start it.
      resetAdHocDarwinSignature: !isSigned,
    },
    protocols: [{ name: 'Portolan', schemes: ['portolan'] }],
    linux: {
      target: ['AppImage', 'deb'],
      executableName: 'portolan-desktop',
      category: 'Development',
      synopsis: 'The Services of your Kubernetes clusters, and a forward to any of them',
      maintainer: 'The Portolan authors <portolan@users.noreply.github.com>',
      icon: 'icons',
    },
    mac: {
      target: [{ target: 'dmg', arch: ['universal'] }],
      category: 'public.app-category.developer-tools',
      icon: 'icon.png',
      hardenedRuntime: true,
      gatekeeperAssess: false,
      entitlements: 'resources/entitlements.plist',
      entitlementsInherit: 'resources/entitlements.plist',
      notarize: isSigned && Boolean(env['APPLE_API_KEY']),
    },
    win: { target: ['nsis'], icon: 'icon.png' },
    nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
  };
}
