import type { Method, Parameter } from "../methods";

/** Names that SOS of .NET 1.1 gives to common types. */
const OLD_NAMES: Readonly<Record<string, string>> = {
  Int32: "I4",
  IntPtr: "I",
  Boolean: "Boolean",
  "System.String": "String",
  "System.Object": "Object",
  "System.Byte[]": "SZArray UI1",
};

function oldParameter({ type, kind, byRef }: Parameter): string {
  const word = kind === "struct" ? "ValueClass" : "Class";
  return `${byRef ? "ByRef " : ""}${OLD_NAMES[type] ?? `${word} ${type}`}`;
}

/** What stands between the parentheses. */
export function parameterText({ parameters }: Method, old: boolean): string {
  if (old) return parameters.map(oldParameter).join(",");
  return parameters.map(({ type, byRef }) => `${type}${byRef ? " ByRef" : ""}`).join(", ");
}

/** `Contoso.Stock.Ledger.Post(System.String, Int32)`. */
export function signature(method: Method): string {
  return `${method.name}(${parameterText(method, false)})`;
}

/** `[DEFAULT] [hasThis] Void Contoso.Stock.Ledger.Post(String,I4)`. */
export function oldSignature(method: Method): string {
  const self = method.isStatic ? "" : "[hasThis] ";
  return `[DEFAULT] ${self}${method.returns} ${method.name}(${parameterText(method, true)})`;
}
