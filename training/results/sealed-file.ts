import type * as z from "zod";
import { endsEarly } from "@/cases/cut-off";
import { digestOf } from "@/cases/digest";
import { WaitchainError } from "@/evidence";
import { VERSION } from "../version";

type Loose = Readonly<Record<string, unknown>>;

/** Turns what a file of one version holds into the next version's. */
export interface Step {
  from: number;
  upgrade(content: Loose): Loose;
}

/** A kind of file that training saves and opens: JSON under a seal. */
export interface SealedKind<Content> {
  /** Behind `waitchain.` in the schema: `drill-result`. */
  schema: string;
  version: number;
  /** In front of the codes of its problems: `RESULT`. */
  code: string;
  /** With its article: "a drill's result". */
  called: string;
  /** Where one is had. */
  from: string;
  /** Most characters of such a file. */
  largest: number;
  shape: z.ZodType<Content>;
  /** One per version that was ever written but the newest, oldest first. */
  steps: readonly Step[];
}

export interface Opened<Content> {
  content: Content;
  /** Version of Waitchain that wrote it. */
  tool: string;
  /** `sha256:…` over all else that the file says. */
  seal: string;
}

function isRecord(value: unknown): value is Loose {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function layOut(document: unknown): string {
  return `${JSON.stringify(document, null, 1)}\n`;
}

/** The file of some content. The same content is always the same file. */
export function sealedFile<Content>(kind: SealedKind<Content>, content: Content, tool = VERSION): string {
  const said = { schema: `waitchain.${kind.schema}/${kind.version}`, tool, content };
  return layOut({ ...said, seal: digestOf(said) });
}

/** True for text that begins like a file of this kind, however broken the rest of it may be. */
export function looksSealed({ schema }: Pick<SealedKind<unknown>, "schema">, text: string): boolean {
  return /^\ufeff?\s*\{/.test(text.slice(0, 100)) && text.slice(0, 300).includes(`"waitchain.${schema}/`);
}

/** Opens one file; its methods throw a WaitchainError that says what is wrong with it. */
class Opening<Content> {
  constructor(private readonly kind: SealedKind<Content>) {}

  open(text: string): Opened<Content> {
    const { largest, called, shape } = this.kind;
    if (text.length > largest) {
      throw this.problem("TOO_LARGE", `The file holds ${text.length} characters; ${called} has at most ${largest}.`);
    }
    const plain = this.plain(text);
    const document = this.parse(plain);
    const version = this.versionOf(document);
    const { seal, ...said } = document;
    if (seal !== this.sealOf(said)) throw this.changed("Its seal does not fit what it says.");
    if (plain !== layOut(document)) throw this.changed("It is laid out otherwise than it was saved.");
    const shaped = shape.safeParse(this.upgraded(document.content, version));
    if (shaped.success) return { content: shaped.data, tool: String(document.tool).slice(0, 40), seal: String(seal) };
    const [issue] = shaped.error.issues;
    throw this.notOne(`${issue?.path.join(".") || "the file"}: ${issue?.message ?? "not understood"}.`);
  }

  /** Without what mail adds on its way: a byte order mark, and line ends of Windows all through. */
  private plain(text: string): string {
    const bare = text.startsWith("\ufeff") ? text.slice(1) : text;
    return /(?:^|[^\r])\n/.test(bare) ? bare : bare.replaceAll("\r\n", "\n");
  }

  private parse(text: string): Loose {
    let document: unknown;
    try {
      document = JSON.parse(text);
    } catch {
      if (endsEarly(text)) {
        throw this.problem("CUT_OFF", "The file ends in the middle: the rest of it is missing.");
      }
      if (looksSealed(this.kind, text)) throw this.changed("It is no longer valid JSON.");
      throw this.problem("NOT_JSON", `The file is not JSON, so it is not ${this.kind.called}.`);
    }
    if (!isRecord(document)) throw this.notOne("it is JSON of another kind.");
    return document;
  }

  private versionOf({ schema }: Loose): number {
    if (typeof schema !== "string") throw this.notOne("it is JSON of another kind.");
    const [, name, number] = /^waitchain\.([a-z-]{1,30})\/(\d{1,6})$/.exec(schema.slice(0, 60)) ?? [];
    if (name !== this.kind.schema) throw this.notOne(`it calls itself “${schema.slice(0, 60)}”.`);
    const version = Number(number);
    if (version > this.kind.version) {
      throw this.problem(
        "NEWER_VERSION",
        `The file is ${this.kind.called} of version ${version}. This site reads up to version ${this.kind.version}.`,
        "Open it on the site that saved it, or update this one.",
      );
    }
    return version;
  }

  private sealOf(said: Loose): string {
    try {
      return digestOf(said);
    } catch {
      throw this.notOne("it nests deeper than any does.");
    }
  }

  private upgraded(content: unknown, version: number): unknown {
    let current = content;
    for (let from = version; from < this.kind.version; from++) {
      const step = this.kind.steps.find((each) => each.from === from);
      if (!step || !isRecord(current)) throw this.notOne(`no file of version ${from} was ever written.`);
      current = step.upgrade(current);
    }
    return current;
  }

  private changed(what: string): WaitchainError {
    return this.problem(
      "CHANGED",
      `The file was changed after it was saved. ${what}`,
      "Ask for it once more, and have it sent as an attachment or in an archive so that nothing rewrites it.",
    );
  }

  private notOne(what: string): WaitchainError {
    return this.problem("NOT_ONE", `The file is not ${this.kind.called}: ${what}`);
  }

  private problem(code: string, what: string, fix = `Choose a file that ${this.kind.from}.`): WaitchainError {
    return new WaitchainError({ code: `${this.kind.code}_${code}`, what, fix });
  }
}

/**
 * Opens the text of a file. It has to be, letter for letter, what was saved: any one changed byte is
 * refused, even where it would mean the same. Throws a WaitchainError.
 */
export function openSealed<Content>(kind: SealedKind<Content>, text: string): Opened<Content> {
  return new Opening(kind).open(text);
}
