import type { ReadTranscript } from "@/cases/diagnose";
import { pasted } from "@/simulator/console/console";
import type { Target } from "./drill";
import type { Memory } from "./memory";
import { type TypedCommand, typedCommand } from "./typed-command";

/** One line of a terminal as it stands on the screen. */
export interface ScreenLine {
  target: Target;
  prompt: string;
  line: string;
  output: readonly string[];
}

/** A line that was tried, and whether SOS was missing for it. */
export interface Tried {
  command: TypedCommand;
  /** The thread that its debugger stood at; null where that is not known. */
  at: string | null;
  withoutSos: boolean;
}

/** What came of filing a line. */
export interface Filed {
  /** Null where there was nothing to read. */
  file: number | null;
  read: ReadTranscript | null;
  tried: Tried;
}

const NO_SOS = "SOS_NOT_LOADED";
// .loadby sos clr      .load clr10\sos      .load C:\tools\psscor4.dll
export const LOADS_SOS = /^\.load(?:by)?\s+(?:\S*\\)?(?:sos|psscor\d?)(?:\.dll)?(?=\s|$)/i;
const PROMPT_THREAD = /^0:(\d{3,6})>/;
const SET_THREAD = /^setthread\s+(\d{1,6})$/i;

function parserOf({ blocks }: ReadTranscript): string | null {
  return blocks.find(({ parser, outcome }) => parser !== null && outcome !== "unusable")?.parser ?? null;
}

function lacksSos({ blocks }: ReadTranscript): boolean {
  return blocks.some(({ problem }) => problem?.code === NO_SOS);
}

/** Whoever copies an empty output copies the prompt below it. */
function pastedText({ prompt, line, output }: ScreenLine): string {
  const text = pasted({ prompt, output, kind: "printed", parser: null }, line);
  return output.length === 0 ? `${text}\n${prompt}\n` : text;
}

/** What has been seen and tried so far: outputs in order, and what the customer said. Knows nothing but the screen. */
export class Logbook {
  readonly outputs: string[] = [];
  /** Null where nobody knows. */
  readonly said = new Map<string, string | null>();
  tried: Tried[] = [];
  /** Where the last line for a process dump was typed. */
  dump: Target | null = null;
  /** Whether somebody has loaded SOS. */
  loaded = false;
  private readonly threads = new Map<Target, string>();

  constructor(private readonly memory: Memory) {}

  /** Answers that are worth something. */
  get answers(): ReadonlyMap<string, string> {
    return new Map([...this.said].flatMap(([question, answer]) => (answer === null ? [] : [[question, answer]])));
  }

  /** The same for whoever tries something that nobody has done. */
  copy(): Logbook {
    const copied = new Logbook(this.memory);
    copied.outputs.push(...this.outputs);
    for (const [question, answer] of this.said) copied.said.set(question, answer);
    copied.tried = [...this.tried];
    copied.dump = this.dump;
    copied.loaded = this.loaded;
    for (const [target, thread] of this.threads) copied.threads.set(target, thread);
    return copied;
  }

  file(screen: ScreenLine): Filed {
    const { target, prompt, line, output } = screen;
    const text = pastedText(screen);
    const place = this.outputs.indexOf(text);
    const file = place < 0 ? this.outputs.length : place;
    const read = this.memory.read(text, file);
    const parser = parserOf(read);
    const withoutSos = lacksSos(read);
    const at = PROMPT_THREAD.exec(prompt)?.[1];
    const tried: Tried = {
      command: typedCommand(target, line, parser),
      at: at === undefined ? (this.threads.get(target) ?? null) : String(Number(at)),
      withoutSos,
    };
    this.tried.push(tried);
    this.note(target, line, output);
    if (parser === null && !withoutSos) return { file: null, read: null, tried };
    if (place < 0) this.outputs.push(text);
    return { file, read, tried };
  }

  private note(target: Target, line: string, output: readonly string[]): void {
    if (target !== "kernel" && !["cmd", "powershell", "unix"].includes(target)) this.dump = target;
    const thread = SET_THREAD.exec(line.trim())?.[1];
    if (thread !== undefined && output.length === 0) this.threads.set(target, String(Number(thread)));
    if (!LOADS_SOS.test(line.trim()) || output.length > 0) return;
    this.loaded = true;
    // What SOS was missing for can be tried again now.
    this.tried = this.tried.filter(({ withoutSos }) => !withoutSos);
  }
}
