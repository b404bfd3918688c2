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
  // Portuguese
  nomedolog: "log",
  fonte: "source",
  data: "date",
  identificaçãodoevento: "id",
  iddoevento: "id",
  nível: "level",
  categoriadatarefa: "other",
  "palavras-chave": "other",
  usuário: "other",
  computador: "computer",
  descrição: "message",
  // Russian
  имяжурнала: "log",
  источник: "source",
  дата: "date",
  кодсобытия: "id",
  идентификаторсобытия: "id",
  уровень: "level",
  категориязадачи: "other",
  ключевыеслова: "other",
  пользователь: "other",
  компьютер: "computer",
  описание: "message",
  // Chinese, simplified and traditional
  日志名称: "log",
  来源: "source",
  日期: "date",
  事件id: "id",
  级别: "level",
  任务类别: "other",
  关键字: "other",
  用户: "other",
  计算机: "computer",
  描述: "message",
  記錄檔名稱: "log",
  來源: "source",
  事件識別碼: "id",
  層級: "level",
  工作類別: "other",
  關鍵字: "other",
  使用者: "other",
  電腦: "computer",
  // Japanese
  ログの名前: "log",
  ソース: "source",
  日付: "date",
  イベントid: "id",
  レベル: "level",
  タスクのカテゴリ: "other",
  キーワード: "other",
  ユーザー: "other",
  コンピューター: "computer",
  説明: "message",
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

// Log Name:      System      Nom du journal :System      事件 ID:         5011
const LETTER = "A-Za-zÀ-ÿ\\u0400-\\u04ff\\u3040-\\u30ff\\u4e00-\\u9fff";
const HEAD_LINE = new RegExp(`^\\s*(?<name>[${LETTER}][${LETTER}.' -]{1,30}?) ?[:：](?:\\s*(?<value>\\S.*)?)$`);
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
  const found = fieldOf(HEAD_LINE.exec(text), HEAD);
  // In English it stands above the bytes of an entry.
  return found && /^\s*data\b/i.test(text) && !/^\d/.test(found.value) ? null : found;
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
  erro: "Error",
  aviso: "Warning",
  informações: "Information",
  критический: "Critical",
  ошибка: "Error",
  предупреждение: "Warning",
  сведения: "Information",
  关键: "Critical",
  错误: "Error",
  警告: "Warning",
  信息: "Information",
  嚴重: "Critical",
  錯誤: "Error",
  資訊: "Information",
  重大: "Critical",
  エラー: "Error",
  情報: "Information",
};

/** A level by its English name; one that is not known as it stands. */
export function levelOf(printed: string): string | null {
  return LEVELS[printed.toLowerCase()] ?? (printed || null);
}

/** True for a word that stands for a level in some language. */
export function isLevel(printed: string): boolean {
  return Object.hasOwn(LEVELS, printed.toLowerCase());
}
