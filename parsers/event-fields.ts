/** A field of an entry, whatever the tool and the language call it. */
export type EventField =
  | "log"
  | "source"
  | "date"
  | "time"
  | "id"
  | "level"
  | "computer"
  | "message"
  | "instance"
  | "other";

/** Names in the heads that Event Viewer and wevtutil print, without blanks, in lower case. */
const HEAD: Readonly<Record<string, EventField>> = {
  // English
  logname: "log",
  source: "source",
  eventsource: "source",
  date: "date",
  time: "time",
  eventid: "id",
  level: "level",
  eventtype: "level",
  type: "level",
  computer: "computer",
  description: "message",
  taskcategory: "other",
  eventcategory: "other",
  task: "other",
  opcode: "other",
  keyword: "other",
  keywords: "other",
  user: "other",
  username: "other",
  // German
  protokollname: "log",
  quelle: "source",
  datum: "date",
  "ereignis-id": "id",
  ebene: "level",
  aufgabenkategorie: "other",
  schlüsselwörter: "other",
  benutzer: "other",
  beschreibung: "message",
  // French
  nomdujournal: "log",
  "iddel'événement": "id",
  niveau: "level",
  catégoriedelatâche: "other",
  motsclés: "other",
  utilisateur: "other",
  ordinateur: "computer",
  // Spanish
  nombrederegistro: "log",
  origen: "source",
  fecha: "date",
  "id.delevento": "id",
  nivel: "level",
  categoríadelatarea: "other",
  palabrasclave: "other",
  usuario: "other",
  equipo: "computer",
  descripción: "message",
};

/** Properties that PowerShell's Format-List prints of `Get-WinEvent` and `Get-EventLog`. */
const PROPERTIES: Readonly<Record<string, EventField>> = {
  timecreated: "date",
  timegenerated: "date",
  providername: "source",
  source: "source",
  id: "id",
  eventid: "id",
  instanceid: "instance",
  leveldisplayname: "level",
  entrytype: "level",
  message: "message",
  logname: "log",
  machinename: "computer",
  ...Object.fromEntries(
    [
      ...["level", "version", "qualifiers", "task", "opcode", "keywords", "recordid", "providerid", "processid"],
      ...["threadid", "userid", "activityid", "relatedactivityid", "containerlog", "matchedqueryids", "bookmark"],
      ...["opcodedisplayname", "taskdisplayname", "keywordsdisplaynames", "properties", "index", "category"],
      ...["categorynumber", "replacementstrings", "timewritten", "username", "data", "site", "container"],
    ].map((name) => [name, "other" as const]),
  ),
};

// Log Name:      System      Nom du journal :System
const HEAD_LINE = /^\s*(?<name>[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ.' -]{1,30}?) ?:(?:\s*(?<value>\S.*)?)$/;
// ProviderName : Microsoft-Windows-WAS
const PROPERTY_LINE = /^\s*(?<name>[A-Z][A-Za-z]{1,30})\s+:(?:\s(?<value>.*))?$/;

export interface FieldLine {
  field: EventField;
  value: string;
}

function fieldOf(match: RegExpExecArray | null, names: Readonly<Record<string, EventField>>): FieldLine | null {
  const name = match?.groups?.name?.replace(/\s/g, "").toLowerCase() ?? "";
  const field = Object.hasOwn(names, name) ? names[name] : undefined;
  return field ? { field, value: match?.groups?.value?.trim() ?? "" } : null;
}

/** A line of an entry's head: `Event ID:      5013`. */
export function headField(text: string): FieldLine | null {
  return fieldOf(HEAD_LINE.exec(text), HEAD);
}

/** A property of a PowerShell list: `Id           : 5013`. */
export function listProperty(text: string): FieldLine | null {
  return fieldOf(PROPERTY_LINE.exec(text), PROPERTIES);
}

export const ID_LINE = /^\s*(?:Event ID:|Id\s+:|EventID\s+:|InstanceId\s+:)\s*\d{1,10}$/i;
const ID_ELEMENT = /<EventID(?:\s[^>]{0,40})?>\d{1,5}</i;

/** True for a line that tells an entry's id, in a head of any language, a list or XML. */
export function namesId(text: string): boolean {
  if (ID_LINE.test(text) || ID_ELEMENT.test(text)) return true;
  const field = headField(text);
  return field?.field === "id" && /^\d{1,5}$/.test(field.value);
}

const LEVELS: Readonly<Record<string, string>> = {
  critical: "Critical",
  kritisch: "Critical",
  critique: "Critical",
  crítico: "Critical",
  error: "Error",
  fehler: "Error",
  erreur: "Error",
  warning: "Warning",
  warnung: "Warning",
  avertissement: "Warning",
  advertencia: "Warning",
  information: "Information",
  informationen: "Information",
  información: "Information",
  verbose: "Verbose",
  ausführlich: "Verbose",
  commentaires: "Verbose",
};

/** A level by its English name; one that is not known as it stands. */
export function levelOf(printed: string): string | null {
  return LEVELS[printed.toLowerCase()] ?? (printed || null);
}

/** True for a word that stands for a level in some language. */
export function isLevel(printed: string): boolean {
  return Object.hasOwn(LEVELS, printed.toLowerCase());
}
