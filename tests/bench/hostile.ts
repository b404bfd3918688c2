/** Texts that no debugger prints, made to be as slow to read as can be: each of the length that is asked for. */
export interface Hostile {
  name: string;
  text(length: number): string;
}

function filled(length: number, part: string, front = ""): string {
  return (front + part.repeat(Math.ceil(length / part.length))).slice(0, length);
}

const HEADING = "Child-SP          RetAddr           : Args to Child                     : Call Site\n";
/** Each line begins another output. */
const OUTPUTS = [
  "OS Thread Id: 0x1d30 (0)",
  "Index         SyncBlock MonitorHeld Recursion Owning Thread Info          SyncBlock Owner",
  HEADING.trim(),
  "THREAD 8a41c020  Cid 0f1c.0a44  Teb: 7ffd9000 Win32Thread: 00000000 WAIT: (Executive) KernelMode Non-Alertable",
  "Resource @ 0x8a51c7f0    Exclusively owned",
  "PROCESS ffffa50f6b7d9080",
  "Filter Name                     Num Instances    Altitude    Frame",
  "RSP/REG          Object           Name",
  " Directory of C:\\Temp",
  "Proto  Local Address          Foreign Address        State           PID",
];

export const HOSTILE: readonly Hostile[] = [
  { name: "one endless line of words", text: (length) => filled(length, "thread waits for a lock ") },
  { name: "nothing but blanks", text: (length) => filled(length, " ") },
  { name: "nothing but line ends", text: (length) => filled(length, "\n") },
  { name: "tags that never close", text: (length) => filled(length, "<b <span <") },
  { name: "prompts without end", text: (length) => filled(length, "0:000> ~*kb 0: kd> !locks ", "0:000> ") },
  { name: "prompts without output", text: (length) => filled(length, "0:000> !clrstack\n") },
  {
    name: "quotes that never close",
    text: (length) =>
      filled(
        length,
        '"11:28:51.0000000 AM","w3wp.exe,"4711,""ReadFile","C:\\a\n',
        '"Time of Day","Process Name","PID",\n',
      ),
  },
  { name: "headings over and over", text: (length) => filled(length, HEADING) },
  { name: "another output on each line", text: (length) => filled(length, `${OUTPUTS.join("\n")}\n`) },
  { name: "one endless number", text: (length) => filled(length, "0e8cf25c77e612df") },
  { name: "rows that ran together", text: (length) => filled(length, "0e8cf25c 77e612df ntdll!Zw+0xc ", "0:000> kb ") },
  { name: "backslashes and back-ticks", text: (length) => filled(length, "\\`\\\\``") },
  { name: "entities in entities", text: (length) => filled(length, "&amp;amp;lt;&#38;#38;") },
  { name: "brackets that never close", text: (length) => filled(length, "f<[({", "0e8cf25c 77e612df app!f") },
];
