import { expect, test } from "vitest";
import { acceptOffer } from "@/parsers/offers";
import { readTranscript } from "@/parsers/read";

const LOCKS = `0:081> !syncblk
Index SyncBlock  MonitorHeld Recursion   Thread  ThreadID     Object Waiting
   10 0x00dabf58          3         2   0xd9c7b0 0x2148   5 0x022e70fc System.Object
   Waiting threads: 6
Total 12
ComCallWrapper 1
ComPlusWrapper 0
ComClassFactory 0
Free 3
`;
const STACK = `ChildEBP RetAddr  Args to Child
0e8cf25c 77e612df 000014ac 00000000 00000000 ntdll!NtWaitForSingleObject+0x14
0e8cf2c0 79e901d5 000014ac ffffffff 00000000 kernel32!WaitForSingleObjectEx+0xac
0e8cf304 79e90144 000014ac ffffffff 00000000 mscorwks!PEImage::LoadImage+0x1af
`;

test("letters that a scanner made of digits are offered as digits, never taken for them", () => {
  const scanned = STACK.replaceAll("0e8c", "Oe8c").replaceAll("000014ac", "OOOO14ac");
  const [block] = readTranscript({ name: "paste", text: scanned }, 0);
  expect(JSON.stringify(block?.report)).not.toContain("14ac");
  expect(block?.offer?.code).toBe("DIGITS_MISREAD");
  const mended = acceptOffer("DIGITS_MISREAD", scanned);
  expect(mended).toBe(STACK);
  expect(readTranscript({ name: "paste", text: mended }, 0)[0]).toMatchObject({ parser: "windbg-stack", unread: [] });
});

test("names and words keep their letters when digits are mended", () => {
  const text = "Oe8cf25c OOOOOOO0 77e6l2df ntdll!RtlpWaitOnCriticalSection mscorlib Oldfield FillBlob";
  expect(acceptOffer("DIGITS_MISREAD", text)).toBe(
    "0e8cf25c 00000000 77e612df ntdll!RtlpWaitOnCriticalSection mscorlib Oldfield FillBlob",
  );
});

test("numbers in front of an output without its command are offered as an editor's", () => {
  const output = STACK.trimEnd().split("\n");
  const numbered = output.map((line, at) => `${at + 41}: ${line}`).join("\n");
  const [block] = readTranscript({ name: "paste", text: numbered }, 0);
  expect(block?.offer?.code).toBe("LINES_NUMBERED");
  expect(acceptOffer("LINES_NUMBERED", numbered)).toBe(output.join("\n"));
});

test("an output that is read has nothing to offer", () => {
  for (const text of [LOCKS, STACK]) {
    expect(readTranscript({ name: "paste", text }, 0).map(({ offer }) => offer)).toEqual([undefined]);
  }
});

test("prose that begins with numbers is offered nothing when they do not count its lines", () => {
  const [block] = readTranscript({ name: "paste", text: "12 monkeys\n7 samurai\n39 steps\n" }, 0);
  expect([block?.outcome, block?.offer]).toEqual(["unknown", undefined]);
});

test("an unknown code changes nothing", () => {
  expect(acceptOffer("NO_SUCH_OFFER", STACK)).toBe(STACK);
});
