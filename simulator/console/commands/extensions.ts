import { canonicalHex } from "@/evidence";
import { printDeadlocks, printRwLock, printThreadLocks } from "../../printers/sosex";
import { type Answer, type Arguments, type Command, fail, type Situation } from "../command";
import { asPrinted, printed } from "../printed";

const FRAMEWORK = { versions: ["2.0", "4.x"] } as const;
const ASP_NET = { versions: ["1.1", "2.0", "4.x"] } as const;
const SOSEX = { consoles: ["user"], extension: "sosex", needs: FRAMEWORK } as const;

function rwLock({ server }: Situation, { address = "" }: Arguments): Answer | readonly string[] {
  const found = server.rwLocks.find((lock) => canonicalHex(lock.address) === canonicalHex(address));
  return found ? printRwLock(found) : fail("<Note: this object has an invalid CLASS field>", "Invalid object");
}

/** Commands that others have written for the debugger: sosex, mex, netext, psscor. */
export const EXTENSION_COMMANDS: readonly Command[] = [
  { ...SOSEX, parser: "sosex-dlk", typed: /^dlk(?:\s+-d)?$/i, answer: ({ server }) => printDeadlocks(server) },
  {
    ...SOSEX,
    parser: "sosex-locks",
    typed: /^mlocks(?:\s+-d)?$/i,
    answer: ({ server }) => printThreadLocks(server, false),
  },
  {
    ...SOSEX,
    parser: "sosex-locks",
    typed: /^mwaits(?:\s+-d)?$/i,
    answer: ({ server }) => printThreadLocks(server, true),
  },
  { ...SOSEX, parser: "sosex-rwlock", typed: /^rwlock\s+(?<address>(?:0x)?[0-9a-f`]+)$/i, answer: rwLock },
  {
    consoles: ["user"],
    extension: "sos",
    needs: ASP_NET,
    parser: "sos-aspxpages",
    typed: /^aspxpages$/i,
    answer: asPrinted("sos-aspxpages", "sos-x86", "psscor-x64"),
  },
  {
    consoles: ["user"],
    extension: "mex",
    needs: ASP_NET,
    parser: "sos-aspxpages",
    typed: /^aspxpagesext$/i,
    answer: asPrinted("sos-aspxpages", "mex-x86", "mex-x64"),
  },
  {
    consoles: ["user"],
    extension: "netext",
    needs: FRAMEWORK,
    parser: "sos-aspxpages",
    typed: /^whttp(?:\s+\/running)?$/i,
    answer: asPrinted("sos-aspxpages", "netext-x86", "netext-x64"),
  },
  {
    consoles: ["user"],
    extension: "netext",
    needs: { ...FRAMEWORK, bits: 64 },
    parser: "sos-aspxpages",
    typed: /^whttp\s+\/order$/i,
    answer: asPrinted("sos-aspxpages", "netext-order-x64"),
  },
  {
    consoles: ["user"],
    extension: "netext",
    needs: FRAMEWORK,
    parser: "netext-whttp",
    typed: /^whttp\s+(?<object>(?:0x)?[0-9a-f]{8,16})$/i,
    answer: ({ server }) => {
      const lines = printed(server, "netext-whttp", "x86", "x64") ?? [];
      return lines.length > 0 ? lines : fail("Not a valid HttpContext object");
    },
  },
  {
    consoles: ["user"],
    extension: "mex",
    parser: "mex-us",
    typed: /^us$/i,
    answer: asPrinted("mex-us", "x86", "x64"),
  },
  {
    consoles: ["user"],
    extension: "mex",
    parser: "mex-us",
    typed: /^us\s+-w$/i,
    answer: asPrinted("mex-us", "x64-waiting"),
  },
  {
    consoles: ["kernel"],
    extension: "mex",
    parser: "mex-us",
    typed: /^us$/i,
    answer: asPrinted("mex-us", "kernel-x64"),
  },
];
