import { isPlatformModule } from "./driver-facts";

/** Whose code a frame runs. */
export type FrameFamily = "windows" | "runtime" | "web" | "application" | "driver" | "unnamed" | "process";

/** Where a frame was printed: by the debugger's own walk, by the runtime's, or below the kernel's entry. */
export type FrameSide = "native" | "managed" | "kernel" | "process";

/** Parts of Windows that live in user mode. */
const WINDOWS =
  /^(?:ntdll|kernel32|kernelbase|wow64\w*|user32|win32u|gdi32\w*|msvcrt|msvcr\w*|vcruntime\w*|ucrtbase\w*|rpcrt4|ole32|oleaut32|combase|comsvcs|sechost|advapi32|shlwapi|shell32|ws2_32|mswsock|winhttp|wininet|httpapi|iphlpapi|dnsapi|secur32|sspicli|schannel|crypt\w*|bcrypt\w*|ncrypt\w*|netapi32|wldap32|logoncli|netlogon|ntmarta|winmm|version|psapi|dbghelp|wer|faultrep|libc|libpthread|ld-linux\w*|linux-vdso)$/i;
const RUNTIME =
  /^(?:mscorwks|mscorsvr|mscoree\w*|mscorjit|mscorpjt|clr|clrjit|coreclr|hostfxr|hostpolicy|libcoreclr\w*|libclr\w*|libhost\w*|dotnet|sni|(?:mscorlib|system)\w*_ni|system_\w+|mscorlib)$/i;
const WEB =
  /^(?:w3wp|w3tp|w3dt|w3core|w3isapi|w3wphost|iiscore|iisutil|iisfreb|isapi|aspnet_\w+|webengine4?|webhost\w*|aspnetcore\w*|inetinfo|infocomm|nativerd|custerr|cachuri|cachfile|filter|asp)$/i;
/** A 32-bit module in a 64-bit view carries its base: `ntdll_77280000`. */
const BASE_SUFFIX = /_[0-9a-f]{6,16}$/i;

/** Parts of the kernel that are on no path to a disk, and what a Linux kernel brings along. */
const KERNEL =
  /^(?:vmlinux|nfs\w*|sunrpc|ext4|xfs|btrfs|jbd2|overlay|fuse|cifs|nvme\w*|dm_\w+|scsi_mod|win32k\w*|dxg\w+|tcpip|tdx|tdi|afd|netio|ndis|http|ksecdd|msrpc|cng|npfs|msfs|wof|srv\w*|rdbss)$/i;

const WEB_METHOD = /^(?:System\.Web|Microsoft\.AspNetCore|Microsoft\.Owin|System\.ServiceModel\.Activation)\./;
const RUNTIME_METHOD =
  /^(?:System|Microsoft|Interop|Internal|MS|SNINativeMethodWrapper|SNIPacket|Windows|DomainNeutralILStubClass|DomainBoundILStubClass|ILStubClass)[.+!]|^(?:SNINativeMethodWrapper|DomainNeutralILStubClass|DomainBoundILStubClass)/;

/** The module of `module!symbol`; null for a bare address. */
function moduleOf(name: string): string | null {
  const mark = name.indexOf("!");
  if (mark > 0) return name.slice(0, mark).replace(BASE_SUFFIX, "");
  return /^[A-Za-z_]\w*$/.test(name) ? name.replace(BASE_SUFFIX, "") : null;
}

/** Whose code it is, from the frame's name alone. */
export function familyOf(name: string, side: FrameSide): FrameFamily {
  if (side === "process") return "process";
  if (side === "managed") {
    if (WEB_METHOD.test(name)) return "web";
    return RUNTIME_METHOD.test(name) ? "runtime" : "application";
  }
  const module = moduleOf(name);
  if (module === null) return "unnamed";
  if (side === "kernel") return KERNEL.test(module) || isPlatformModule(module) ? "windows" : "driver";
  if (WINDOWS.test(module)) return "windows";
  if (RUNTIME.test(module)) return "runtime";
  return WEB.test(module) ? "web" : "application";
}
