import type { CommandAsk, Form, FormOrLack, Lack } from "./ask";
import type { Situation } from "./situation";

const CORE_ONLY: Lack = {
  lacks:
    "The dotnet tools look into .NET (Core) only. Save a dump of this .NET Framework process with procdump and open it elsewhere, or let DebugDiag write its report.",
};

/** An ask in the form of one situation. */
export type AskForm = { ask: CommandAsk; form: Form } | { ask: CommandAsk; lack: Lack };

const isLack = (form: FormOrLack): form is Lack => typeof form === "object" && "lacks" in form;

function asForm(ask: CommandAsk, form: FormOrLack, { runtime }: Situation): AskForm {
  if (isLack(form)) return { ask, lack: form };
  if (typeof form === "string") return { ask, form: { run: form } };
  return form.coreOnly && runtime === "framework" ? { ask, lack: CORE_ONLY } : { ask, form };
}

/** The form of an ask for the tool and the system at hand; null where the system knows no such thing. */
export function formOf(ask: CommandAsk, situation: Situation): AskForm | null {
  const { system } = situation;
  const tool = situation.tool === "none" ? "none" : (ask.in ?? situation.tool);
  if (ask.only && ask.only !== system) return null;
  if (ask.tools && !ask.tools.includes(tool)) return null;
  const chosen = asForm(ask, typeof ask.run === "string" ? ask.run : ask.run[tool], situation);
  if (system !== "linux" || ask.onLinux === undefined) return chosen;
  const there = asForm(ask, ask.onLinux, situation);
  if ("lack" in there || "lack" in chosen) return there;
  return (chosen.form.target ?? ask.target) === "process-dump" ? chosen : there;
}
