import { expect, test } from "vitest";
import { readTranscript } from "@/parsers/read";

const codeOf = (text: string): string | undefined =>
  readTranscript({ name: "paste", text }, 0).find(({ problem }) => problem)?.problem?.code;

test.each([
  ["0:000> !syncblk\nNo export syncblk found", "SOS_NOT_LOADED"],
  ["0:000> !runaway\nNo export runaway found", "DEBUGGER_EXTENSION_NOT_LOADED"],
  ["0:000> !locks\nNo export locks found", "DEBUGGER_EXTENSION_NOT_LOADED"],
  ["0:000> !dlk\nNo export dlk found", "SOSEX_NOT_LOADED"],
  ["0:000> !mwaits\nNo export mwaits found", "SOSEX_NOT_LOADED"],
  ["0:000> !mex.us\nNo export us found", "MEX_NOT_LOADED"],
  ["0:000> !process 0 0\nNo export process found", "NEEDS_KERNEL_TARGET"],
  ["0: kd> !process 0 0\nNo export process found", "KERNEL_EXTENSION_NOT_LOADED"],
  ["0: kd> !syncblk\nNo export syncblk found", "NEEDS_USER_TARGET"],
  ["0: kd> !dlk\nNo export dlk found", "NEEDS_USER_TARGET"],
  ["0:000> !clrstak\nNo export clrstak found", "COMMAND_UNKNOWN"],
])("%j is answered with what is missing for that command", (text, code) => {
  expect(codeOf(text)).toBe(code);
});

test.each([
  ["sos", "SOS_NOT_LOADED"],
  ["C:\\Debuggers\\winext\\sosex.dll", "SOSEX_NOT_LOADED"],
  ["C:\\debuggers\\psscor4.dll", "SOS_NOT_LOADED"],
  ["C:\\Program Files (x86)\\Windows Kits\\10\\Debuggers\\x64\\sos.dll", "SOS_NOT_LOADED"],
  ["mex", "MEX_NOT_LOADED"],
  ["acme", "COMMAND_UNKNOWN"],
])("an extension %s that cannot be loaded is told by its name", (file, code) => {
  expect(codeOf(`0:000> .load ${file}\nThe call to LoadLibrary(${file}) failed, Win32 error 0n2\n`)).toBe(code);
});
