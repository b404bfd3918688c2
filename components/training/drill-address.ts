import { parseCode } from "@/training/code";

/** What the hash of a drill's page asks for. It stays in the browser: no request carries it. */
export type DrillPlace =
  | { kind: "none" }
  /** A drill, and an attempt at it. */
  | { kind: "drill"; code: string; attempt: string | null }
  /** Any generated drill of that kind. */
  | { kind: "wanted"; topic: string | null; level: string | null; cause: string | null };

/** Where a drill or an attempt at it stands on the page that it is played on. */
export function drillHash(code: string, attempt: string | null = null): string {
  return attempt ? `#${code}/${attempt}` : `#${code}`;
}

/** Where the drill of a code is played. */
export function drillAddress(code: string, attempt: string | null = null): string {
  const parsed = parseCode(code);
  const page = "kind" in parsed && parsed.kind === "written" ? parsed.id : "generated";
  return `/training/${page}${drillHash(code, attempt)}`;
}

/** Where a drill of that kind is made and played. */
export function wantedAddress(wanted: { topic?: string; level?: string; cause?: string }): string {
  return `/training/generated#${new URLSearchParams(Object.entries(wanted))}`;
}

export function placeOf(hash: string): DrillPlace {
  const text = decoded(hash.replace(/^#/, ""));
  if (text === "") return { kind: "none" };
  if (text.includes("=")) {
    const asked = new URLSearchParams(text);
    return { kind: "wanted", topic: asked.get("topic"), level: asked.get("level"), cause: asked.get("cause") };
  }
  const [code = "", attempt = null] = text.split("/");
  return { kind: "drill", code, attempt };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
