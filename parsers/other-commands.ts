// `!DevNode ffffa50f5c06f010 :` is a line of !devstack.
const DEV_NODE = "devnode(?!\\s+(?:0x)?[0-9a-f]{8,16} ?:)";

/**
 * Debugger commands that no parser reads. Typed alone on a line, without a prompt, they
 * still end the output above them.
 */
const NAMES = [
  ...["chain", "clrmodules", "clrstackall", "comcalls", DEV_NODE],
  ...["dlls", "dumpclass", "dumpdomain", "dumphttp", "dumpil"],
  ...["dumpmd", "dumpmodule", "dumpmt", "eeversion", "error"],
  ...["findstack", "gchandles", "gle", "heap", "heapstat", "help", "htrace"],
  ...["ip2md", "irpfind", "mk", "name2ee", "objsize", "pe", "pool"],
  ...["poolused", "qlocks", "ready", "soshelp"],
  ...["teb", "threadstate", "tpq", "uniqstack", "u", "verifyheap", "wsocket"],
];
const DOT_NAMES = [
  ...["bugcheck", "chain", "cls", "cordll", "cxr", "dump", "ecxr", "echo", "effmach", "exr", "formats", "frame", "hh"],
  ...["lastevent", "load", "loadby", "logappend", "logclose", "logopen", "process", "reload", "restart", "shell"],
  ...["srcpath", "symfix", "sympath", "thread", "tlist", "trap", "ttime", "unload", "version"],
];
const ONE = new RegExp(`^(?:!(?:${NAMES.join("|")})|\\.(?:${DOT_NAMES.join("|")}))(?:\\s|$|\\+)`, "i");

/** True for the bare command (no prompt, no thread prefix, no extension path) of an output that is not read. */
export function isOtherCommand(bare: string): boolean {
  return ONE.test(bare);
}
