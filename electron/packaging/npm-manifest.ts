/** What of the repository's package.json the published package repeats. */
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly engines: Readonly<Record<string, string>>;
}

/**
 * The package.json of the npm package: the command line and its browser mode. All that it needs is bundled, so it
 * depends on nothing, and nobody's scripts run when it is installed. The repository's own package stays private.
 */
export function npmManifest({ name, version, description, license, engines }: Manifest) {
  return {
    name,
    version,
    description,
    license,
    engines,
    type: 'module',
    bin: { portolan: 'portolan.js' },
    files: ['*.js', 'renderer/', 'THIRD-PARTY.md'],
  };
}
