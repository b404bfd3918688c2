import { type Damager, eachLine } from "./damage-layout";

const TICKED = /([0-9a-f]{8})`([0-9a-f]{8})/gi;
/** Lower-case addresses that stand alone. */
const BARE = /(?<![\w`.#+\\/-])(?:[0-9a-f]{8}`)?[0-9a-f]{8}(?:[0-9a-f]{8})?(?![\w`])/g;

function inAddresses(text: string, change: (address: string) => string): string {
  return text.replace(BARE, (word) => (/\d/.test(word) ? change(word) : word));
}

export const tickToQuote: Damager = (text) => text.replace(TICKED, "$1'$2");
export const tickToAccent: Damager = (text) => text.replace(TICKED, "$1\u00b4$2");
export const tickEaten: Damager = (text) => text.replace(TICKED, "$1$2");
export const tickToCurly: Damager = (text) => text.replace(TICKED, "$1\u2018$2");
export const capitals: Damager = (text) => inAddresses(text, (address) => address.toUpperCase());
export const prefixed: Damager = (text) => text.replace(new RegExp(BARE.source, "gi"), "0x$&");

/** What a scanner makes of digits: letters that are no hex, so that nothing can be taken for a number. */
export function misreadText(text: string): string {
  return inAddresses(text, (address) => address.replace("0", "O").replace("1", "l"));
}

/** Addresses hidden before publishing. */
export function hiddenText(text: string): string {
  return inAddresses(text, (address) => "x".repeat(address.length));
}

export const misreadDigits: Damager = misreadText;
export const hidden: Damager = hiddenText;

/** One address of every other row gone with its cell. */
export const droppedAddress: Damager = eachLine((line, _random, at) => {
  const found = [...line.matchAll(BARE)];
  const gone = found.length >= 4 && at % 2 === 0 ? found[2] : undefined;
  return gone ? line.slice(0, gone.index) + line.slice(gone.index + gone[0].length).trimStart() : line;
});
