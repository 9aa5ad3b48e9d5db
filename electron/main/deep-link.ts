/** The app's own scheme, by which links from elsewhere lead to a place in it. */
export const LINK_SCHEME = 'portolan';

/** No place has a longer address; what is longer was not made by the app. */
const LONGEST = 2000;
/** What an address is written with, but for `#`: the place itself stands after it. */
const ADDRESS = /^[\w\-.~%!$&'()*+,;=:@/?]*$/;

/**
 * The hash of the place that a link leads to; undefined for anything but such a link. Anybody can make one: a web page,
 * a chat, another program. It is handed to the page as a place to show, and never as something to do: the page knows
 * places only (`renderer/route.ts`), and says so of what is none.
 */
export function placeOf(link: string): string | undefined {
  const prefix = `${LINK_SCHEME}://`;
  if (link.length > LONGEST || !link.toLowerCase().startsWith(prefix)) return undefined;
  const address = link.slice(prefix.length);
  if (!ADDRESS.test(address)) return undefined;
  // Systems put a slash after what they take for a host.
  return `#/${address.replace(/^([^/?]*)\/(?=\?|$)/, '$1')}`;
}

/** The first such link among a program's arguments. */
export function placeAmong(argv: readonly string[]): string | undefined {
  return argv.flatMap((argument) => placeOf(argument) ?? [])[0];
}
